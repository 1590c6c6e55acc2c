using Atelier.Core;

namespace Atelier.Data;

/// <summary>Which images of a collection train and which validate.</summary>
/// <param name="Training">Indices in <see cref="ImageCollection.Images"/>, ascending.</param>
/// <param name="Validation">The same; none in common. May be empty.</param>
public sealed record DataSplit(IReadOnlyList<int> Training, IReadOnlyList<int> Validation)
{
    private const long Splitting = -2;

    /// <summary>Images in a <c>test</c> folder next to a validation folder; they are in neither of the two. None by default.</summary>
    public IReadOnlyList<int> Test { get; init; } = [];

    /// <summary>By the folders train and val if the collection has them, or else by ratio.</summary>
    /// <param name="images">The collection.</param>
    /// <param name="validationPart">As in <see cref="ByRatio"/>.</param>
    /// <param name="seed">As in <see cref="ByRatio"/>.</param>
    public static DataSplit Random(ImageCollection images, double validationPart = 0.2, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(images);
        var byPart = images.Images.Index().ToLookup(image => image.Item.Part, image => image.Index);
        return byPart.Contains(DataPart.Any)
            ? ByRatio(images, validationPart, seed)
            : new([.. byPart[DataPart.Training]], [.. byPart[DataPart.Validation]]) { Test = [.. byPart[DataPart.Test]] };
    }

    /// <summary>The same part of every class for validation, chosen only by the seed and the order of the names.</summary>
    /// <param name="images">The collection; folders train and val are ignored.</param>
    /// <param name="validationPart">In [0,1): rounded for each class, but a class of two or more keeps an image on both sides.</param>
    /// <param name="seed">The same seed gives the same split on any machine.</param>
    public static DataSplit ByRatio(ImageCollection images, double validationPart = 0.2, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(images);
        Require.InRange(validationPart, 0, 1 - 1e-9);
        var (training, validation) = (new List<int>(), new List<int>());
        foreach (var group in images.Images.Index().GroupBy(image => image.Item.Class, image => image.Index))
        {
            int[] members = [.. group];
            var order = new BatchOrder { Seed = new CounterRandom(seed, 0, Splitting).NextSeed() }.Of(members.Length, group.Key);
            var taken = validationPart == 0 || members.Length == 1
                ? 0
                : Math.Clamp((int)Math.Round(validationPart * members.Length), 1, members.Length - 1);
            validation.AddRange(order.Take(taken).Select(place => members[place]));
            training.AddRange(order.Skip(taken).Select(place => members[place]));
        }
        return new([.. training.Order()], [.. validation.Order()]);
    }
}
