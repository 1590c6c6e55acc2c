using Atelier.Core.Guards;
using Atelier.Models.Normalization;
using static TorchSharp.torch;

namespace Atelier.Models.Catalogue;

/// <summary>A network that can be made by its name.</summary>
/// <param name="Name">As on the command line, for example <c>resnet18</c>.</param>
/// <param name="Description">A few words on what it is good for.</param>
/// <param name="InputSize">The images' side that it was designed for, in pixels; others work, from 32 up.</param>
/// <param name="Normalization">What its input is.</param>
/// <param name="Build">Makes it with so many classes.</param>
public sealed record ClassifierKind(
    string Name, string Description, int InputSize, InputNormalization Normalization, Func<int, nn.Module<Tensor, Tensor>> Build)
{
    /// <summary>A new network with random weights, by torch's random numbers. It is an <see cref="IClassifier"/>.</summary>
    /// <param name="classes">1 or more.</param>
    public nn.Module<Tensor, Tensor> Create(int classes) => Build(Require.Positive(classes));
}
