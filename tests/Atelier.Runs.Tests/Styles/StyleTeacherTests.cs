using Atelier.Kernels;
using Atelier.Models;
using TorchSharp;
using static Atelier.Core.Numbers;

namespace Atelier.Runs.Tests;

public sealed class StyleTeacherTests
{
    private const double ContentWeight = 0.3;

    [SharedFact("weights/vgg19_relu3_4.safetensors")]
    public void Judge_OfThePhotoItself_FindsAllOfTheStyleOpen_AndNoDistance()
    {
        using var scope = torch.NewDisposeScope();
        using var network = NetworkCatalog.LoadEncoder(Shared.File("weights/vgg19_relu3_4.safetensors"), new() { Padding = PaddingMode.Reflection });
        var teacher = new StyleTeacher(network);
        var (photos, paintings) = (Pictures(1), Pictures(2));
        var (open, content, _) = teacher.Judge(photos, Between(teacher, photos, paintings), ContentWeight, floor: 0);
        TensorAssert.ShouldBe(open, torch.ones(2), absolute: 1e-3);
        TensorAssert.ShouldBe(content, torch.zeros(2), absolute: 1e-5);
        var (closed, _, _) = teacher.Judge(paintings, Between(teacher, photos, paintings), ContentWeight, floor: 0);
        TensorAssert.ShouldBe(closed, torch.zeros(2), absolute: 1e-4);
    }

    // Stages learn from this gradient, which nothing else checks.
    [SharedFact("weights/vgg19_relu3_4.safetensors")]
    public void Judge_Gradient_IsTheSlopeOfTheLoss()
    {
        using var scope = torch.NewDisposeScope();
        using var network = NetworkCatalog.LoadEncoder(Shared.File("weights/vgg19_relu3_4.safetensors"), new() { Padding = PaddingMode.Reflection });
        var teacher = new StyleTeacher(network);
        var targets = Between(teacher, Pictures(1), Pictures(2));
        var pictures = Pictures(3);
        var (_, _, gradient) = teacher.Judge(pictures, targets, ContentWeight);
        // Along the gradient itself, where rounding matters least.
        var step = gradient / gradient.norm() * Number(0.02);
        var slope = (Loss(pictures.Plus(step)) - Loss(pictures - step)) / 2;
        Assert.InRange(slope / (gradient * step).sum().ToNumber(), 0.97, 1.03);

        double Loss(torch.Tensor at)
        {
            var (open, content, _) = teacher.Judge(at, targets, ContentWeight);
            return open.Plus(content * Number(ContentWeight)).sum().ToNumber();
        }
    }

    private static Targets Between(StyleTeacher teacher, torch.Tensor photos, torch.Tensor paintings) =>
        Targets.Of([teacher.See(photos, content: true)], [teacher.See(paintings, content: false)]);

    private static torch.Tensor Pictures(int seed)
    {
        torch.random.manual_seed(seed);
        return torch.nn.functional.interpolate(torch.rand(2, 3, 8, 8), [32, 32], mode: torch.InterpolationMode.Bilinear, align_corners: false);
    }
}
