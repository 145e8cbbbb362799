using System;
using Xunit;

namespace TrpoGpu.Tests.Support;

/// <summary>A row laid out with a stride, with guard values before, between and behind its columns.</summary>
public sealed class GuardedRow
{
    private const int Start = 2;
    private const int Stride = 3;
    private const double Guard = -7777.25;

    private readonly double[] storage;

    public GuardedRow(double[] values)
    {
        storage = new double[Start + (Stride * (values.Length + 1))];
        Array.Fill(storage, Guard);
        for (int j = 0; j < values.Length; j++)
        {
            storage[Start + (Stride * j)] = values[j];
        }
    }

    public Float64Row View => new(storage, Start, Stride);

    /// <summary>The columns, after a check that no guard value was overwritten.</summary>
    public double[] Read()
    {
        double[] values = new double[((storage.Length - Start) / Stride) - 1];
        for (int k = 0; k < storage.Length; k++)
        {
            int column = (k - Start) / Stride;
            if (k >= Start && (k - Start) % Stride == 0 && column < values.Length)
            {
                values[column] = storage[k];
            }
            else
            {
                Assert.Equal(Guard, storage[k]);
            }
        }

        return values;
    }
}
