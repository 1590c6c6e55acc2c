using Atelier.Imaging;
using Atelier.Samples.OwnLoss;
using Atelier.Stylization;
using static Atelier.Core.Numbers;
using static TorchSharp.torch;

namespace Atelier.Samples.Tests;

public sealed class OwnLossTests : IDisposable
{
    private static readonly StylizationRequest Small = new() { Size = 128, Evaluations = 40, Levels = 2 };

    private readonly TemporaryFolder _folder = new();
    private readonly Tensor _inks = Print.Inks("F4E9D3", "C8452F", "3F6E73", "16232B");
    private readonly Tensor _photo = ReadSmall("bird.jpg");
    private readonly Tensor _style = ReadSmall("woodcut.jpg");

    [Fact]
    public void Print_InFourInks_IsNearerToThemThanWithoutTheLoss()
    {
        using var with = Run(weight: 600);
        using var without = Run(weight: 0);
        Assert.True(Distance(with.Image) < 0.5 * Distance(without.Image), $"{Distance(with.Image)} with the loss, {Distance(without.Image)} without");
        Assert.True(with.Losses.Other >= 0.999 * 600 * Distance(with.Image)); // Less where the picture was cut to [0,1].
        Assert.Equal(0, without.Losses.Other);
    }

    [Fact]
    public void Print_StoppedOnTheWay_ResumesToTheSameBits()
    {
        using var whole = Run(weight: 60);
        using (var stopped = Run(weight: 60, until: 33))
            Assert.Equal(DescentEnd.Stopped, stopped.End);
        Assert.True(File.Exists(_folder["print.ckpt"]));
        using var rest = Run(weight: 60);
        Assert.Equal(whole.History, rest.History);
        TensorAssert.ShouldBe(rest.Image, whole.Image, 0, 0);
        Assert.False(File.Exists(_folder["print.ckpt"]));
    }

    [Fact]
    public void Print_ResumedInOtherInks_IsRefused()
    {
        Run(weight: 60, until: 3).Dispose();
        Assert.Contains("print.ckpt: is the checkpoint of a run whose", Assert.Throws<StylizationException>(() => Run(weight: 50)).Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _inks.Dispose();
        _photo.Dispose();
        _style.Dispose();
        _folder.Dispose();
    }

    private StylizationResult Run(double weight, int until = 0)
    {
        using var stop = new CancellationTokenSource();
        var progress = new Reports(value =>
        {
            if (value.Evaluation == until)
                stop.Cancel();
        });
        return new Print(_photo, _style, _inks, weight).Run(Small, _folder["print.ckpt"], progress, stop.Token);
    }

    private double Distance(Tensor image)
    {
        using var scope = NewDisposeScope();
        return cdist(image[0].flatten(1).t(), _inks).amin([1]).pow(Number(2)).mean().item<float>() / 3; // Of a channel.
    }

    private static Tensor ReadSmall(string name)
    {
        using var image = ImageFile.Read(Path.Combine(AppContext.BaseDirectory, "pictures", name));
        return Scaling.LongSide(image, 160);
    }

    private sealed class Reports(Action<StylizationProgress> report) : IProgress<StylizationProgress>
    {
        public void Report(StylizationProgress value) => report(value);
    }
}
