using Atelier.Imaging;
using static TorchSharp.torch;

namespace Atelier.Stylization.Tests;

/// <summary>The example in <see cref="Stylizer"/>'s documentation, with files.</summary>
public sealed class ExampleTests
{
    [Fact]
    public void Example_OfTheStylizer_WritesAPicture()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        ImageFile.Write(folder["photo.jpg"], StylizerTests.Picture(48, 64, 1));
        ImageFile.Write(folder["painting.jpg"], StylizerTests.Picture(50, 40, 5));

        using var stylizer = new Stylizer(new StylizationRequest { Size = 64, Evaluations = 5 });   // The example takes the defaults, which take longer.
        using var result = stylizer.Run(ImageFile.Read(folder["photo.jpg"]), [ImageFile.Read(folder["painting.jpg"])]);
        ImageFile.Write(folder["out.png"], result.Image);

        TensorAssert.ShouldBe(ImageFile.Read(folder["out.png"]), result.Image, 0.003, 0);
    }
}
