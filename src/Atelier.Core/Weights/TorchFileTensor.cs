namespace Atelier.Core;

/// <summary>A named tensor of a PyTorch file and where its elements are.</summary>
internal sealed record TorchFileTensor(WeightTensorInfo Info, TorchTensor View)
{
    /// <summary>Checks that the view lies within its storage.</summary>
    public static WeightTensorInfo Check(string name, TorchTensor view)
    {
        if (view.Storage is not { } storage)
            throw new WeightFormatException($"tensor '{name}' has no data.");
        var bytes = WeightDtypes.ByteCount(name, view.Shape, storage.Dtype);
        if (view.Strides.Length != view.Shape.Length || view.Offset < 0 || view.Strides.Any(s => s < 0))
            throw new WeightFormatException(
                $"tensor '{name}' of shape {WeightDtypes.Text(view.Shape)} has the strides {WeightDtypes.Text(view.Strides)} and the offset {view.Offset}; expected one stride of 0 or more per dimension.");
        var last = (Int128)view.Offset;
        for (var d = 0; d < view.Shape.Length; d++)
            last += (Int128)(view.Shape[d] - 1) * view.Strides[d];
        if (bytes > 0 ? last >= storage.Count : view.Offset > storage.Count)
            throw new WeightFormatException(
                $"tensor '{name}' of shape {WeightDtypes.Text(view.Shape)} reaches element {last} of a storage that has {storage.Count}.");
        return new WeightTensorInfo(name, storage.Dtype, view.Shape, bytes);
    }
}
