using Atelier.Data;
using Atelier.Imaging;
using Atelier.Models;
using static TorchSharp.torch;

namespace Atelier.Runs.Tests;

/// <summary>That the whole preprocessing of a network reaches it: channel order, range, mean and standard deviation.</summary>
public sealed class OwnPreprocessingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names() => [.. Known.Keys];

    private static readonly Dictionary<string, InputNormalization> Known = new(StringComparer.Ordinal)
    {
        ["torchvision"] = InputNormalization.ImageNet,
        ["Caffe"] = InputNormalization.Caffe,
        ["half"] = InputNormalization.Half,
        ["none"] = InputNormalization.None,
        ["own"] = new(ChannelOrder.Bgr, 255, [10, 20, 30], [2, 4, 8]),
    };

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Names)), NoTensorLeaks]
    public void TrainingData_OfANetwork_IsWhatItsNormalizationMakesOfThePixels(string name)
    {
        ShapesData.Write(_folder["set"], perClass: 4);
        var images = ImageCollection.Open(_folder["set"]);
        using var scope = NewDisposeScope();
        var expected = Known[name].Apply(Inputs(Normalization.None));
        Assert.True(Inputs(RunNetwork.NormalizationOf(Known[name])).allclose(expected, rtol: 1e-5, atol: 1e-4));

        Tensor Inputs(Normalization normalization)
        {
            var data = TrainingData.FromImages(images, DataSplit.Random(images), new() { ImageSize = 32, BatchSize = 8, Augmentation = Augmentation.None, Normalization = normalization });
            using var batch = data.Training.Read(epoch: 0).First();
            return batch.Inputs.clone();
        }
    }

    [Theory, MemberData(nameof(Names)), NoTensorLeaks]
    public void ImageClassifier_OfAClassifierOfOnesOwn_ShowsItWhatItExpects(string name)
    {
        using var scope = NewDisposeScope();
        var pixel = tensor([0.2f, 0.4f, 0.6f]).view(1, 3, 1, 1);
        ImageFile.Write(_folder["plain.png"], pixel.expand(1, 3, 24, 24).contiguous());
        using var network = new Listener(new(16, Known[name]));
        using var classifier = new ImageClassifier(network, ["a", "b"]);
        Assert.Null(classifier.Predict([_folder["plain.png"]]).Single().Problem);
        Assert.Equal([1, 3, 16, 16], network.Input.shape);
        Assert.True(network.Input.allclose(Known[name].Apply(pixel).expand(1, 3, 16, 16), rtol: 1e-5, atol: 1e-4));
    }

    private sealed class Listener(Preprocessing preprocessing) : Classifier(nameof(Listener))
    {
        private Tensor? _input;

        public override Preprocessing Preprocessing => preprocessing;

        public override IReadOnlyList<Step> Stages => [];

        public override IReadOnlyList<IReadOnlyList<nn.Module>> LayerGroups => [];

        public Tensor Input => _input!;

        public override Tensor forward(Tensor input)
        {
            _input?.Dispose();
            _input = input.clone().DetachFromDisposeScope();
            return zeros(input.shape[0], 2);
        }

        protected override void Dispose(bool disposing)
        {
            _input?.Dispose();
            base.Dispose(disposing);
        }
    }
}
