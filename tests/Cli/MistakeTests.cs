using System;
using System.IO;
using System.Linq;
using TrpoGpu.Tests.Support;
using Xunit;

namespace TrpoGpu.Tests.Cli;

/// <summary>
/// What people get wrong: every mistake gets one line on standard error that says what was meant or what to do, exit
/// code 2, nothing on standard output, and leaves no folder behind.
/// </summary>
public sealed class MistakeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public MistakeTests()
    {
        Directory.CreateDirectory(folder["full"]);
        File.WriteAllText(Path.Combine(folder["full"], "notes.txt"), "mine");
        Write("colon.json", "{\n  \"gamma\": 0.9,\n  \"n_envs\" 3\n}");
        Write("unknown.json", "{\n  \"gamma\": 0.9,\n  \"gama\": 0.8\n}");
        Write("value.json", "{\n  \"gamma\": 0.9,\n\n  \"n_steps\": \"many\"\n}");
        Write("twice.json", "{\n  \"gamma\": 0.9,\n  \"gamma\": 0.8\n}");
        Write("array.json", "\n[1, 2]");
        Write("empty.json", " \n");
        Write("rest.json", "{}\n{}");
        Write("seed.json", "{ \"seed\": -1 }");
        Write("env.json", "{\n  \"env\": 7 }");
        Write("other.json", "{ \"env\": \"catrpole\" }");
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("trian cartpole", "did you mean train?")]
    [InlineData("learn cartpole", "only train, eval, render, bench, replay, compare, envs, devices")]
    [InlineData("--verison", "did you mean --version?")]
    [InlineData("train", "'trpo envs' lists them")]
    [InlineData("train catrpole", "did you mean cartpole?")]
    [InlineData("train cart", "did you mean cartpole?")]
    [InlineData("train humanoid", "There are CartPole-v1, Acrobot-v1")]
    [InlineData("train cartpole pendulum", "'pendulum' is left over")]
    [InlineData("train cartpole --step 100", "did you mean --steps?")]
    [InlineData("train cartpole -steps 100", "did you mean --steps?")]
    [InlineData("train cartpole --foo", "there is no option --foo. See 'trpo train --help'")]
    [InlineData("train cartpole --steps", "--steps <count>")]
    [InlineData("train cartpole --steps lots", "such as 200k")]
    [InlineData("train cartpole --steps -5", "from 1 to")]
    [InlineData("train cartpole --steps 0", "from 1 to")]
    [InlineData("train cartpole --steps 1.5", "'1.5' given, expected a whole number")]
    [InlineData("train cartpole --steps 1__0", "'1__0' given, expected a whole number")]
    [InlineData("train cartpole --steps 10 --steps 20", "--steps: given 2 times, expected once")]
    [InlineData("train cartpole --seed x", "such as 7")]
    [InlineData("train cartpole --seed -1", "from 0 to")]
    [InlineData("train cartpole --envs 0", "from 1 to 1000000")]
    [InlineData("train cartpole --envs 2M", "from 1 to 1000000")]
    [InlineData("train cartpole --device gpux", "There are auto, cuda, opencl, cpu, reference")]
    [InlineData("train cartpole --device gpu", "cuda or opencl?")]
    [InlineData("train cartpole --device cuda:x", "cuda:1 or opencl:1 for the second of a kind")]
    [InlineData("train cartpole --device cuda:-1", "there is no device 'cuda:-1'")]
    [InlineData("train cartpole --device cpu:0", "there is no device 'cpu:0'")]
    [InlineData("train cartpole --device reference --threads 2", "--threads: only the CPU engine has threads")]
    [InlineData("train cartpole --device cuda --threads 2", "not cuda")]
    [InlineData("train cartpole --device cpu --memory 1GiB", "--memory: cpu computes in the memory of this process")]
    [InlineData("train cartpole --memory lots", "such as 2GiB or 500MB, or a share such as 50%")]
    [InlineData("train cartpole --memory 0", "'0' given")]
    [InlineData("train cartpole --memory 101%", "'101%' given")]
    [InlineData("train cartpole --device cppu", "did you mean cpu?")]
    [InlineData("train cartpole --threads 0", "1 to 1024 threads, such as 2")]
    [InlineData("train cartpole --threads two", "1 to 1024 threads, such as 2")]
    [InlineData("train cartpole --checkpoint-every -1", "from 0 to 1000000")]
    [InlineData("train cartpole --quiet=maybe", "'maybe' is left over")]
    [InlineData("train cartpole @file", "'@file' is left over")]
    [InlineData("train cartpole --config DIR/nowhere.json", "there is no file")]
    [InlineData("train cartpole --config DIR/full", "cannot be read")]
    [InlineData("train cartpole --config DIR/colon.json", "colon.json, line 3:")]
    [InlineData(
        "train cartpole --config DIR/unknown.json",
        "line 3: gama: there is no such setting; did you mean gamma?")]
    [InlineData("train cartpole --config DIR/value.json", "value.json, line 4: n_steps: 'many' given")]
    [InlineData("train cartpole --config DIR/twice.json", "twice.json, line 3: 'gamma': it is given twice")]
    [InlineData("train cartpole --config DIR/array.json", "array.json, line 2: no JSON object of settings")]
    [InlineData("train cartpole --config DIR/empty.json", "the file is empty")]
    [InlineData("train cartpole --config DIR/rest.json", "rest.json, line 2:")]
    [InlineData("train cartpole --config DIR/seed.json", "'seed': expected a whole number")]
    [InlineData("train --config DIR/env.json", "line 2: 'env': expected the name of an environment")]
    [InlineData("train --config DIR/other.json", "did you mean cartpole?")]
    [InlineData("train cartpole --set target_kl", "expected name=value, such as target_kl=0.02")]
    [InlineData("train cartpole --set target_kl 0.02", "expected name=value, such as target_kl=0.02")]
    [InlineData("train cartpole --set =3", "expected name=value")]
    [InlineData("train cartpole --set target_kl=", "target_kl: '' given, expected a number")]
    [InlineData("train cartpole --set target_lk=3", "did you mean target_kl?")]
    [InlineData("train cartpole --set entropy_coefficient=3", "only algo, ")]
    [InlineData("train cartpole --set gamma=2", "expected 0 to 1 (discount")]
    [InlineData("train cartpole --set gamma=NaN", "expected 0 to 1 (discount")]
    [InlineData("train cartpole --set gamma=high", "expected a number (discount")]
    [InlineData("train cartpole --set activation_fn=tahn", "expected one of tanh, relu")]
    [InlineData("train cartpole --set critic=ppo", "expected one of adam, gauss_newton")]
    [InlineData("train cartpole --set net_arch=64x64", "such as 64,64")]
    [InlineData("train cartpole --set net_arch=64,0", "at least 1")]
    [InlineData("train cartpole --set normalize_advantage=yes", "expected true or false")]
    [InlineData("train cartpole --set net_arch=1000000,1000000", "too large together")]
    [InlineData("train cartpole --set n_steps=1e6 --envs 1e6", "too large together")]
    [InlineData("train cartpole --out DIR/full", "is not an empty folder; name another")]
    [InlineData("train cartpole --out DIR/colon.json", "is not an empty folder; name another")]
    [InlineData("train cartpole --out DIR/-x", "with a letter or digit first")]
    [InlineData("train cartpole --out DIR/a*b", "letters, digits, '.', '-' and '_'")]
    [InlineData("train --resume", "Name the environment of the run, or its folder with --out")]
    [InlineData("train --resume --out DIR/nowhere", "name the run's folder with --out")]
    [InlineData("train --resume --out DIR/full", "there is no checkpoint")]
    [InlineData("train --resume --out DIR/full --set gamma=0.9", "--config, --set and --envs cannot change them")]
    [InlineData("eval", "run folder, or a policy.safetensors")]
    [InlineData("eval DIR/nowhere", "name a run folder or a policy.safetensors")]
    [InlineData("eval DIR/full", "there is no policy")]
    [InlineData("eval DIR/full --episodes 0", "from 1 to 1000000")]
    [InlineData("eval DIR/nowhere --device cudda", "did you mean cuda?")]
    [InlineData("render", "run folder, or a policy.safetensors")]
    [InlineData("render DIR/nowhere", "name a run folder or a policy.safetensors")]
    [InlineData("render DIR/full --steps 0", "from 1 to 10000")]
    [InlineData("render DIR/full --device cudda", "did you mean cuda?")]
    [InlineData("bench fpv", "did you mean fvp?")]
    [InlineData("bench famly", "did you mean family?")]
    [InlineData("bench spam", "cg_step, critic, all, family, rollout, training")]
    [InlineData("bench family --env cartpole", "only a rollout and training have an environment")]
    [InlineData("bench fvp --device tpu", "There are auto, cuda, opencl, cpu, reference")]
    [InlineData("bench fvp --batch 0", "from 1 to 2147483647")]
    [InlineData("bench fvp --hidden 64x64", "such as 64,64")]
    [InlineData("bench fvp --hidden 1000000,1000000", "more than 2147483647 parameters")]
    [InlineData("bench fvp --dist gausian", "expected gaussian or categorical")]
    [InlineData("replay", "what was recorded, such as hopper")]
    [InlineData("replay hopper", "Give the file: recorded trajectories")]
    [InlineData("replay hopper DIR/nowhere", "with trajectories of Hopper-v5")]
    [InlineData("replay hopper DIR/full", "with trajectories of Hopper-v5")]
    [InlineData("replay hopper a b", "'trpo replay' takes one environment and one file")]
    [InlineData("replay hoper DIR/array.json", "did you mean hopper?")]
    [InlineData("replay cartpole DIR/array.json", "There are recordings of InvertedPendulum-v5, ")]
    [InlineData("replay hopper-v4 DIR/array.json", "moves as Hopper-v5 does, and is recorded as that")]
    [InlineData("replay hopper DIR/array.json --precision half", "'half' given, expected single or double")]
    [InlineData("replay hopper DIR/array.json --tolerance", "--tolerance <name=value>")]
    [InlineData("replay hopper DIR/array.json --tolerance q_max", "expected name=value, such as v_max=1e-8")]
    [InlineData("replay hopper DIR/array.json --tolerance qmax=1", "did you mean q_max?")]
    [InlineData("replay hopper DIR/array.json --tolerance q_max=-1", "expected a number from 0 on")]
    [InlineData("replay hopper DIR/array.json --tolerance q_max=NaN", "expected a number from 0 on")]
    [InlineData("compare", "Name environments, such as 'trpo compare --env cartpole,pendulum'")]
    [InlineData("compare cartpole", "'cartpole' is left over")]
    [InlineData("compare --env catrpole", "did you mean cartpole?")]
    [InlineData("compare --env cartpole,", "--env: 'cartpole,' given, expected names joined by commas")]
    [InlineData("compare --env cartpole,CartPole-v1", "--env: CartPole-v1 is given twice")]
    [InlineData("compare --env cartpole --env pendulum", "--env: given 2 times, expected once")]
    [InlineData("train cartpole --algo tropo", "'tropo'; did you mean trpo? There are trpo, tnpg,")]
    [InlineData("train cartpole --algo ppo --set algo=npg", "--set: algo is given by --algo already; give it once")]
    [InlineData("compare --env cartpole --algo tropo", "'tropo'; did you mean trpo? There are trpo, ")]
    [InlineData("compare --env cartpole --algo kl_penalty,kl-penalty", "--algo: kl-penalty is given twice")]
    [InlineData("compare --env cartpole --algo trpo,TRPO", "--algo: trpo is given twice")]
    [InlineData("compare --env cartpole --seeds 3..1", "--seeds: '3..1' given, expected seeds such as 0..9 or 0,3,7")]
    [InlineData("compare --env cartpole --seeds 0..9,5", "each once, 1000 at most")]
    [InlineData("compare --env cartpole --seeds 0..1000", "each once, 1000 at most")]
    [InlineData("compare --env cartpole --seeds -1", "expected seeds such as 0..9")]
    [InlineData("compare --env cartpole --seeds", "--seeds <list>")]
    [InlineData("compare --env cartpole --steps 0", "from 1 to")]
    [InlineData("compare --env cartpole --set gama=0.9", "did you mean gamma?")]
    [InlineData("compare --env cartpole --set gamma", "expected name=value")]
    [InlineData("compare --env cartpole --set algo=npg", "the algorithms of a comparison are those of --algo")]
    [InlineData("compare --env cartpole --device cppu --out DIR/new", "did you mean cpu?")]
    [InlineData("compare --env cartpole --set net_arch=1000000,1000000 --out DIR/new", "too large together")]
    [InlineData("compare --env cartpole --out DIR/colon.json", "expected a folder, new or of a comparison")]
    [InlineData("envs cartpole", "'cartpole' is left over")]
    public void One_line_says_what_to_do(string line, string expected)
    {
        int entries = folder.Names().Length;
        TrpoResult result = Trpo.Run(
            [.. line.Split(' ').Select(word => word.Replace("DIR", folder.Path, StringComparison.Ordinal))]);
        Assert.Equal(2, result.Code);
        Assert.Equal("", result.Output);
        Assert.StartsWith("trpo: ", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Parameter '", result.Error, StringComparison.Ordinal);
        Assert.Equal(entries, folder.Names().Length);
    }

    [Fact]
    public void An_empty_name_of_a_folder() =>
        Assert.Contains("at most 100 letters", Assert.Single(Trpo.Run("train", "cartpole", "--out", "").ErrorLines));

    [Fact]
    public void Characters_that_a_terminal_obeys_are_not_repeated() => Assert.All(
        Trpo.Run("train", "\u001b[2J\r\ncartpole").Error.TrimEnd('\n'), letter => Assert.False(char.IsControl(letter)));

    // No machine has a hundred of them.
    [Theory]
    [InlineData("train cartpole --device cuda:99", "cuda:99: ")]
    [InlineData("train cartpole --device opencl:99 --out DIR/run", "opencl:99: ")]
    [InlineData("bench fvp --device cuda:99", "cuda:99: ")]
    public void A_device_that_is_not_here_is_another_matter(string line, string expected)
    {
        TrpoResult result = Trpo.Run(line.Replace("DIR", folder.Path, StringComparison.Ordinal).Split(' '));
        Assert.Equal(4, result.Code);
        Assert.Equal("", result.Output);
        Assert.StartsWith($"trpo: {expected}", Assert.Single(result.ErrorLines));
        Assert.Contains("Usable here: ", result.Error);
        Assert.False(Directory.Exists(folder["run"]));
    }

    private void Write(string name, string text) => File.WriteAllText(folder[name], text);
}
