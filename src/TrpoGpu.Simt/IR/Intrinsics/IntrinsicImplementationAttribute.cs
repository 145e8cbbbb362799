using System;

namespace ILGPU.IR.Intrinsics;

/// <summary>Marks a method for which a compiler of kernels has a replacement; here the method itself runs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class IntrinsicImplementationAttribute : Attribute;
