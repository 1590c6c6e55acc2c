using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Atelier.Models;

/// <summary>What all Inception networks have in common: stages in sequence, an average over the image, dropout, one linear layer.</summary>
internal abstract class InceptionNetwork : Classifier
{
    private readonly InceptionPlan _plan;

    private protected InceptionNetwork(string name, InceptionPlan plan)
        : base(name)
    {
        _plan = plan;
        if (plan.Container is { } container)
            add_module(container, Sequential(plan.Stages.Select((stage, i) => (stage.Name ?? $"{i}", stage.Module))));
        else
            foreach (var stage in plan.Stages.Where(stage => stage.Name is not null))
                add_module(stage.Name!, stage.Module);
        foreach (var head in plan.Auxiliary)
            add_module(head.Name, head.Module);
        add_module(plan.HeadName, plan.Head);
        Initialize();
        var half = plan.Stages.TakeWhile(stage => stage.Name != plan.SecondGroup).Count();
        LayerGroups =
        [
            [.. plan.Stages.Take(half).Select(stage => stage.Module)],
            [.. plan.Stages.Skip(half).Select(stage => stage.Module)],
            [.. plan.Auxiliary.Select(head => head.Module), plan.Head],
        ];
    }

    /// <inheritdoc/>
    public override Preprocessing Preprocessing => _plan.Input;

    /// <inheritdoc/>
    public override IReadOnlyList<Step> Stages => _plan.Container is { } container
        ? [.. _plan.Stages.Select(stage => stage with { Name = $"{container}.{stage.Name}" })]
        : _plan.Stages;

    /// <summary>Up to the 35x35 grid or its equivalent, from there on, the classifiers.</summary>
    public override IReadOnlyList<IReadOnlyList<Module>> LayerGroups { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<double> AuxiliaryWeights => [.. _plan.Auxiliary.Select(head => head.Weight)];

    /// <summary>Class scores before softmax.</summary>
    /// <param name="input">[N,3,H,W], normalized; H and W as the network was designed for, or others that leave at least one pixel at the end.</param>
    /// <returns>[N,classes].</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return Score(_plan.Stages.Run(input)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tensor> ScoresOfAll(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var scope = NewDisposeScope();
        List<Tensor> auxiliary = [];
        var x = input;
        foreach (var stage in _plan.Stages)
        {
            x = stage.Module.call(x);
            auxiliary.AddRange(_plan.Auxiliary.Where(head => head.After == stage.Name).Select(head => head.Module.call(x)));
        }
        return [.. auxiliary.Prepend(Score(x)).Select(scores => scores.MoveToOuterDisposeScope())];
    }

    private Tensor Score(Tensor features) =>
        _plan.Head.call(functional.dropout(features.mean([2, 3]), _plan.Dropout, training));

    private void Initialize()
    {
        foreach (var convolution in modules().OfType<Conv2d>())
            init.kaiming_normal_(convolution.weight!, mode: init.FanInOut.FanOut, nonlinearity: init.NonlinearityType.ReLU);
    }
}
