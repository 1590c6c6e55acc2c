using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Atelier.Bench.Notebook;

/// <summary>VGG's <c>features</c> as the lesson's notebook has them: a plain Sequential in torchvision's order, frozen, in eval mode.</summary>
public static class NotebookVgg
{
    /// <summary>VGG-16 with batch norm, all 44 children. Block ends (relu1_2, 2_2, 3_3, 4_3, 5_3): 5, 12, 22, 32, 42.</summary>
    public static Sequential Vgg16Bn() => Make([64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512, 0], batchNorm: true);

    /// <summary>VGG-19 cut after relu3_4. relu1_2, 2_2, 3_4 are children 3, 8, 17.</summary>
    public static Sequential Vgg19ToRelu3_4() => Make([64, 64, 0, 128, 128, 0, 256, 256, 256, 256], batchNorm: false);

    // A zero stands for a max pool.
    private static Sequential Make(ReadOnlySpan<int> channels, bool batchNorm)
    {
        var layers = new List<Module<Tensor, Tensor>>();
        var last = 3;
        foreach (var next in channels)
        {
            if (next == 0)
            {
                layers.Add(MaxPool2d(2, 2));
                continue;
            }
            layers.Add(Conv2d(last, next, 3, padding: 1));
            if (batchNorm)
                layers.Add(BatchNorm2d(next));
            layers.Add(ReLU(inplace: true));
            last = next;
        }
        var vgg = Sequential(layers);
        DeterministicFill.Weights(vgg);
        vgg.eval();
        foreach (var parameter in vgg.parameters())
            parameter.requires_grad_(false);
        return vgg;
    }
}
