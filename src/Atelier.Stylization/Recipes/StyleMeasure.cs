using static TorchSharp.torch;

namespace Atelier.Stylization;

/// <summary>What a kind of style loss keeps of a painting's features: a sum over their places, so that pieces of paintings, and paintings, can be added up.</summary>
internal abstract class StyleMeasure
{
    // With these, the photo keeps about as much of itself at equal weights as beside Gram matrices (docs/decisions/0008-style-losses.md).
    private const double NormalFactor = 0.5, SlicedFactor = 1.8;

    /// <summary>How each channel's numbers are spread.</summary>
    public static StyleMeasure Histograms { get; } = new Spread(null, 1);

    /// <summary>Of that kind.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="seed">Of random numbers, where it takes any.</param>
    public static StyleMeasure Of(StyleLoss kind, long seed) => kind switch
    {
        StyleLoss.Wasserstein => new Normal(),
        StyleLoss.Sliced => new Spread(seed, SlicedFactor),
        _ => new Products(),
    };

    /// <summary>The sum over a piece's places.</summary>
    public abstract Tensor Sum(FeaturePiece piece, PlaceWeights places);

    /// <summary>What the sum over all pieces is to be divided by.</summary>
    public abstract double Count(FeaturePiece piece, PlaceWeights places);

    /// <summary>The weight that makes the loss relative to the target, so that a weight means the same for each network, picture and kind.</summary>
    public abstract double RelativeWeight(Tensor target, double weight);

    /// <summary>The loss, which owns the places' weights.</summary>
    public abstract FeatureLoss Loss(Tensor target, double weight, PlaceWeights places);

    private sealed class Products : StyleMeasure
    {
        public override Tensor Sum(FeaturePiece piece, PlaceWeights places) => GramMatrix.Products(places.Half(piece));

        public override double Count(FeaturePiece piece, PlaceWeights places) => piece.Features.shape[1] * places.Count(piece);

        public override double RelativeWeight(Tensor target, double weight) => ContentLoss.RelativeWeight(target, weight);

        public override FeatureLoss Loss(Tensor target, double weight, PlaceWeights places) => new GramLoss(target, weight, places);
    }

    private sealed class Normal : StyleMeasure
    {
        public override Tensor Sum(FeaturePiece piece, PlaceWeights places) => FeatureMoments.Sums(piece, places);

        public override double Count(FeaturePiece piece, PlaceWeights places) => places.Count(piece);

        public override double RelativeWeight(Tensor target, double weight) => weight * NormalFactor / Math.Max(WassersteinLoss.Energy(target), double.Epsilon);

        public override FeatureLoss Loss(Tensor target, double weight, PlaceWeights places) => new WassersteinLoss(target, weight, places);
    }

    private sealed class Spread(long? seed, double factor) : StyleMeasure
    {
        public override Tensor Sum(FeaturePiece piece, PlaceWeights places)
        {
            using var directions = new SliceDirections(piece.Features.shape[1], seed);
            return SlicedLoss.Sums(piece, directions, places);
        }

        public override double Count(FeaturePiece piece, PlaceWeights places) => places.Count(piece);

        public override double RelativeWeight(Tensor target, double weight) => weight * factor / Math.Max(SlicedLoss.Energy(target), double.Epsilon);

        public override FeatureLoss Loss(Tensor target, double weight, PlaceWeights places) => new SlicedLoss(target, weight, seed, places);
    }
}
