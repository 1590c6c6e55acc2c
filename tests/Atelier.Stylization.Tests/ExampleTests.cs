using Atelier.Core.Images;
using Atelier.Core.Weights;
using Atelier.Models.Vgg;
using static TorchSharp.torch;

namespace Atelier.Stylization.Tests;

/// <summary>The example in <see cref="Stylizer"/>'s documentation, with files.</summary>
public sealed class ExampleTests
{
    [Fact]
    public void Example_OfTheStylizer_WritesAPicture()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryPath();
        using (var features = ReferenceFill.Apply(VggNetwork.BuildFeatures(VggVariant.Named("vgg19"), "relu2_1")))
            Safetensors.Write(folder["vgg19.safetensors"], features.state_dict());
        ImageFile.Write(folder["photo.jpg"], StylizerTests.Picture(48, 64, 1));
        ImageFile.Write(folder["painting.jpg"], StylizerTests.Picture(50, 40, 5));

        using var encoder = VggCheckpoint.Load(folder["vgg19.safetensors"]);
        var options = new StylizationOptions { Size = 64, Steps = 5 };   // The example takes the defaults, which take longer.
        using var result = new Stylizer(encoder, options).Run(ImageFile.Read(folder["photo.jpg"]), [ImageFile.Read(folder["painting.jpg"])]);
        ImageFile.Write(folder["out.png"], result.Image);

        TensorAssert.ShouldBe(ImageFile.Read(folder["out.png"]), result.Image, 0.003, 0);
    }
}
