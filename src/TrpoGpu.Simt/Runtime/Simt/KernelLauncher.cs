using System;

namespace ILGPU.Runtime.Simt;

/// <summary>A kernel made ready to be launched on the stand-in.</summary>
internal sealed class KernelLauncher<TArgument> : KernelCall
    where TArgument : struct
{
    private readonly SimtAccelerator accelerator;
    private readonly Action<TArgument> kernel;
    private readonly ViewField<TArgument>[] views = ViewField<TArgument>.FindAll();
    private TArgument argument;

    internal KernelLauncher(SimtAccelerator accelerator, Action<TArgument> kernel)
    {
        if (!kernel.Method.IsStatic)
        {
            throw new NotSupportedException(
                $"expected a static method as kernel, got {kernel.Method.DeclaringType!.Name}.{kernel.Method.Name}");
        }

        this.accelerator = accelerator;
        this.kernel = kernel;
        Name = $"{kernel.Method.DeclaringType!.Name}.{kernel.Method.Name}";
    }

    internal override string Name { get; }

    internal override int ViewCount => views.Length;

    internal void Launch(AcceleratorStream stream, KernelConfig config, TArgument given)
    {
        ArgumentNullException.ThrowIfNull(stream);
        accelerator.CheckCaller(this);
        lock (accelerator.Gate)
        {
            accelerator.Check(this, config);
            argument = given;
            CheckViews();
            accelerator.Launch(this, config);
        }
    }

    internal override void Invoke() => kernel(argument);

    internal override ViewRange View(int index) => views[index].Range(ref argument);

    internal override ViewText Describe(int index) => new(views[index].Name, views[index].Element);

    private void CheckViews()
    {
        foreach (ViewField<TArgument> view in views)
        {
            if (view.Range(ref argument).Source is { IsDisposed: true })
            {
                throw new SimtException(
                    SimtFault.InvalidLaunch, $"{Name}: expected memory behind {view.Name}, got a disposed buffer");
            }
        }
    }
}
