using TorchSharp.Modules;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Training.Tests;

/// <summary>One parameter on its way through the steps of Reference/optimizers.py.</summary>
internal sealed class Trainee : IDisposable
{
    private readonly Tensor _index;
    private readonly bool _isNesterov;

    public Trainee(OptimizerKind kind, Func<Tensor, Tensor>? layout = null, int count = 19, ScalarType dtype = ScalarType.Float32)
    {
        using var scope = NewDisposeScope();
        _isNesterov = kind.IsNesterov;
        _index = Laid(Arange(count, ScalarType.Float64)).DetachFromDisposeScope();
        Parameter = new(Laid((_index * Number(0.9)).Plus(0.3).cos().to(dtype)));
        Parameter.DetachFromDisposeScope();
        Optimizer = kind.Create([[Parameter]]);

        Tensor Laid(Tensor flat) => layout is null ? flat : layout(flat);
    }

    public Parameter Parameter { get; }

    public Optimizer Optimizer { get; set; }

    public void Step(int t, double momentum = 0.9, double beta = 0.99, double decay = 0, bool inLoss = true)
    {
        using var scope = NewDisposeScope();
        using (no_grad())
            Parameter.grad = (_index * Number(0.7)).Plus(1.3 * t).sin().Plus(Parameter.to(ScalarType.Float64) * Number(0.1)).to(Parameter.dtype);
        Optimizer.Step(new(0.05 / t, momentum, beta, decay, inLoss) { IsNesterov = _isNesterov });
    }

    public void Dispose()
    {
        Optimizer.Dispose();
        Parameter.Dispose();
        _index.Dispose();
    }
}
