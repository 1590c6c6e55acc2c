using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Atelier.Models;

/// <summary>The table that an Inception network is built from.</summary>
/// <param name="Stages">From the image to the last features.</param>
/// <param name="Head">From features, averaged over the image, to class scores.</param>
internal sealed record InceptionPlan(IReadOnlyList<Step> Stages, Linear Head)
{
    /// <summary>How images become the network's input.</summary>
    public required Preprocessing Input { get; init; }

    /// <summary>The head's name in the state dict.</summary>
    public required string HeadName { get; init; }

    /// <summary>The stage with which the second layer group begins.</summary>
    public required string SecondGroup { get; init; }

    /// <summary>The module that holds the stages, by number, in the state dict; null if each is registered under its own name.</summary>
    public string? Container { get; init; }

    /// <summary>The fraction of the averaged features that training drops.</summary>
    public double Dropout { get; init; }

    /// <summary>Auxiliary classifiers; none by default.</summary>
    public IReadOnlyList<AuxiliaryStage> Auxiliary { get; init; } = [];
}

/// <summary>An auxiliary classifier between two stages.</summary>
/// <param name="After">The stage whose output it sees.</param>
/// <param name="Name">Its name in the state dict.</param>
/// <param name="Module">[N,C,H,W] to [N,classes].</param>
/// <param name="Weight">How much its loss counts, where the last layer's counts 1.</param>
internal sealed record AuxiliaryStage(string After, string Name, Module<Tensor, Tensor> Module, double Weight);
