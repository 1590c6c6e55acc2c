using Atelier.Data;
using static TorchSharp.torch;

namespace Atelier.Samples.EmbeddedNetwork;

/// <summary>
/// Which of the teacher's channels the student should have: those that best explain all of them. Greedily, by the pivots of the
/// Cholesky decomposition of their second moments, so that strong channels come first and their near copies not at all.
/// </summary>
internal static class ChannelChoice
{
    /// <summary>The chosen channels of each layer, ascending, and the share of the layer's energy that they explain.</summary>
    /// <param name="teacher">The teacher.</param>
    /// <param name="batches">Images in [0,1].</param>
    /// <param name="widths">How many channels each layer of the student has.</param>
    public static IReadOnlyList<(Tensor Channels, double Explained)> Choose(Teacher teacher, IEnumerable<Batch> batches, IReadOnlyList<int> widths)
    {
        var moments = new Tensor[widths.Count];
        foreach (var batch in batches)
        {
            using var scope = NewDisposeScope();
            foreach (var (layer, features) in teacher.Features(batch.Inputs).Index())
            {
                var rows = features.permute(0, 2, 3, 1).flatten(0, 2);   // [NHW,C]
                var moment = rows.t().mm(rows).to(float64) / rows.shape[0];
                moments[layer] = (moments[layer] is { } sum ? sum.add_(moment) : moment).DetachFromDisposeScope();
            }
            batch.Dispose();
        }
        return [.. moments.Zip(widths, Pivots)];
    }

    private static (Tensor Channels, double Explained) Pivots(Tensor moment, int width)
    {
        var count = (int)moment.shape[0];
        var a = moment.data<double>().ToArray();
        moment.Dispose();
        var (factors, left) = (new double[width, count], new double[count]);
        for (var i = 0; i < count; i++)
            left[i] = a[i * count + i];
        var total = left.Sum();
        List<long> chosen = [];
        for (var k = 0; k < width; k++)
        {
            var pivot = Array.IndexOf(left, left.Max());
            chosen.Add(pivot);
            var root = Math.Sqrt(left[pivot]);
            for (var i = 0; i < count; i++)
            {
                var value = a[pivot * count + i];
                for (var j = 0; j < k; j++)
                    value -= factors[j, pivot] * factors[j, i];
                factors[k, i] = value / root;
                left[i] = Math.Max(0, left[i] - factors[k, i] * factors[k, i]);
            }
            left[pivot] = 0;
        }
        return (tensor([.. chosen.Order()], int64), 1 - left.Sum() / total);
    }
}
