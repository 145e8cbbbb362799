using System.Collections.Generic;
using TrpoGpu.Kernels.Numerics;
using Xunit;

namespace TrpoGpu.Tests.Numerics;

public sealed class PhiloxTests
{
    // The known answers that Salmon and others publish with the generator.
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(
        0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0xffffffffu,
        0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(
        0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u,
        0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Known_answers(
        uint c0, uint c1, uint c2, uint c3, uint k0, uint k1, uint x0, uint x1, uint x2, uint x3)
    {
        PhiloxBlock block = Philox.Generate(new PhiloxBlock(c0, c1, c2, c3), k0, k1);
        Assert.Equal((x0, x1, x2, x3), (block.X0, block.X1, block.X2, block.X3));
    }

    [Fact]
    public void A_draw_is_the_generator_at_its_coordinates()
    {
        PhiloxBlock draw = RandomStream.Draw(
            seed: 0x299f31d0_a4093822, RandomUse.Action, environment: 7, step: 0x5_00000009, block: 11);
        PhiloxBlock same = Philox.Generate(new PhiloxBlock(0x0200000b, 9, 5, 7), 0xa4093822, 0x299f31d0);
        Assert.Equal((same.X0, same.X1, same.X2, same.X3), (draw.X0, draw.X1, draw.X2, draw.X3));
    }

    [Fact]
    public void No_two_coordinates_share_a_draw()
    {
        HashSet<(uint, uint, uint, uint)> seen = [];
        int draws = 0;
        foreach (ulong seed in (ulong[])[0, 1, 1UL << 32])
        {
            foreach (RandomUse use in System.Enum.GetValues<RandomUse>())
            {
                foreach (uint environment in (uint[])[0, 1, 255, uint.MaxValue])
                {
                    foreach (ulong step in (ulong[])[0, 1, uint.MaxValue, 1UL << 32, ulong.MaxValue])
                    {
                        foreach (uint block in (uint[])[0, 1, RandomStream.BlockLimit - 1])
                        {
                            PhiloxBlock x = RandomStream.Draw(seed, use, environment, step, block);
                            seen.Add((x.X0, x.X1, x.X2, x.X3));
                            draws++;
                        }
                    }
                }
            }
        }

        Assert.Equal(draws, seen.Count);
    }
}
