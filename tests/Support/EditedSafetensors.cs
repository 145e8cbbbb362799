using System;
using System.Collections.Generic;
using System.Linq;
using TrpoGpu.Files;

namespace TrpoGpu.Tests.Support;

/// <summary>
/// The content of a safetensors file, changed and written anew with the right digests: what a hostile or mistaken
/// program could write, and no disk by accident.
/// </summary>
internal sealed class EditedSafetensors(string path)
{
    private readonly Dictionary<string, string> metadata = new(SafetensorsFile.Read(path).Metadata);
    private readonly Dictionary<string, SafetensorsTensor> tensors =
        SafetensorsFile.Read(path).Tensors.ToDictionary(tensor => tensor.Name);

    public EditedSafetensors Text(string key, string text)
    {
        metadata[key] = text;
        return this;
    }

    public EditedSafetensors WithoutText(string key)
    {
        metadata.Remove(key);
        return this;
    }

    public EditedSafetensors Element<T>(string tensor, Index index, T value)
        where T : unmanaged
    {
        T[] values = tensors[tensor].ToArray<T>();
        values[index] = value;
        return Tensor(tensor, values, [.. tensors[tensor].Shape]);
    }

    public EditedSafetensors Tensor<T>(string name, T[] values, params long[] shape)
        where T : unmanaged
    {
        tensors[name] = SafetensorsTensor.Create<T>(name, values, shape);
        return this;
    }

    public EditedSafetensors WithoutTensor(string name)
    {
        tensors.Remove(name);
        return this;
    }

    public void WriteTo(string path) => SafetensorsFile.Write(path, tensors.Values, metadata);
}
