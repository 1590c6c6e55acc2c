using TorchSharp;
using static Atelier.Core.Numbers;

namespace Atelier.Testing;

/// <summary>The weights of the reference runs, which need no file (tests/Atelier.Models.Tests/Reference/fill.py).</summary>
public static class ReferenceFill
{
    /// <summary>fract(sin(12.9898 i + 78.233 (k + 1)) * 43758.5453), in [0,1), for i from 0.</summary>
    public static double[] Fractions(long count, int k)
    {
        var values = new double[count];
        Parallel.For(0, (int)count, i =>
        {
            var value = Math.Sin(12.9898 * i + 78.233 * (k + 1)) * 43758.5453;
            values[i] = value - Math.Floor(value);
        });
        return values;
    }

    /// <summary>Fills a module's state dict, its names in ordinal order.</summary>
    public static T Apply<T>(T module)
        where T : torch.nn.Module
    {
        using var frozen = torch.no_grad();
        foreach (var (k, (name, target)) in module.state_dict().OrderBy(entry => entry.Key, StringComparer.Ordinal).Index())
        {
            using var scope = torch.NewDisposeScope();
            var (factor, offset) = Rule(name, target);
            var values = (torch.tensor(Fractions(target.numel(), k)) * Number(2 * factor)).Plus(offset - factor);
            target.copy_(values.view(target.shape));
        }
        return module;
    }

    private static (double Factor, double Offset) Rule(string name, torch.Tensor target) => name[(name.LastIndexOf('.') + 1)..] switch
    {
        "num_batches_tracked" => (0, 0),
        "running_var" => (0.25, 1),
        "running_mean" => (0.1, 0),
        _ when target.dim() >= 2 => (Math.Sqrt(6.0 * target.shape[0] / target.numel()), 0),
        "weight" => (0.1, 1),
        _ => (0.05, 0),
    };
}
