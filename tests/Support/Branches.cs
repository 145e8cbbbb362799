using System;
using System.Linq;
using TrpoGpu.Backends;
using TrpoGpu.Backends.Reference;
using TrpoGpu.Tests.Backends.Reference;

namespace TrpoGpu.Tests.Support;

/// <summary>Random values of the branches of some states, and log-probabilities of all actions of each.</summary>
internal sealed class Branches
{
    private readonly int groups;
    private readonly int copies;

    public Branches(int groups, int copies)
    {
        this.groups = groups;
        this.copies = copies;
        NormalNumbers random = new((31 * groups) + copies);
        Values = Array.ConvertAll(random.Array(groups * copies), x => (3 * x) + 20);
        Logs = [.. random.Array(groups * copies).Chunk(copies).SelectMany(logits =>
        {
            double total = logits.Sum(logit => Math.Exp(logit));
            return logits.Select(logit => (float)(logit - Math.Log(total)));
        })];
    }

    /// <summary>[groups,copies].</summary>
    public float[] Values { get; }

    /// <summary>[groups,copies].</summary>
    public float[] Logs { get; }

    /// <summary>Their weights by a backend.</summary>
    public float[] In(ComputeBackend backend, BranchWeighting weighting) => Weigh(backend, weighting).ReadArray();

    /// <summary>Their weights by the reference.</summary>
    public double[] InReference(BranchWeighting weighting) =>
        ReferenceFixture.Doubles(Weigh(new ReferenceBackend(), weighting));

    private ComputeBuffer Weigh(ComputeBackend backend, BranchWeighting weighting)
    {
        ComputeBuffer weights = backend.Allocate(Values.Length);
        backend.CenterBranches(
            backend.Allocate(Values), backend.Allocate(Logs), groups, copies, weighting, weights);
        return weights;
    }
}
