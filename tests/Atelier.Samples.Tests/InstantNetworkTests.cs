using Atelier.Samples.InstantNetwork;
using TorchSharp;
using static Atelier.Core.Numbers;

namespace Atelier.Samples.Tests;

public sealed class InstantNetworkTests
{
    private const double ContentWeight = 0.3;

    [SharedFact("weights/vgg19_relu3_4.safetensors")]
    public void Judge_OfThePhotoItself_FindsAllOfTheStyleOpen_AndNoDistance()
    {
        using var scope = torch.NewDisposeScope();
        using var teacher = new StyleTeacher(Shared.File("weights/vgg19_relu3_4.safetensors"));
        var (photos, paintings) = (Pictures(1), Pictures(2));
        var (open, content, _) = teacher.Judge(photos, teacher.See(photos, paintings), ContentWeight, floor: 0);
        TensorAssert.ShouldBe(open, torch.ones(2), absolute: 1e-3);
        TensorAssert.ShouldBe(content, torch.zeros(2), absolute: 1e-5);
        var (closed, _, _) = teacher.Judge(paintings, teacher.See(photos, paintings), ContentWeight, floor: 0);
        TensorAssert.ShouldBe(closed, torch.zeros(2), absolute: 1e-4);
    }

    // Stages learn from this gradient, which nothing else checks.
    [SharedFact("weights/vgg19_relu3_4.safetensors")]
    public void Judge_Gradient_IsTheSlopeOfTheLoss()
    {
        using var scope = torch.NewDisposeScope();
        using var teacher = new StyleTeacher(Shared.File("weights/vgg19_relu3_4.safetensors"));
        var targets = teacher.See(Pictures(1), Pictures(2));
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

    private static torch.Tensor Pictures(int seed)
    {
        torch.random.manual_seed(seed);
        return torch.nn.functional.interpolate(torch.rand(2, 3, 8, 8), [32, 32], mode: torch.InterpolationMode.Bilinear, align_corners: false);
    }
}
