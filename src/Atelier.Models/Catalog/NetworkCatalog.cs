using Atelier.Core;

namespace Atelier.Models;

/// <summary>The networks by name: the one place where a network's name is resolved, whether to list, download, train, predict or paint with it.</summary>
/// <example>
/// <code>
/// using var network = NetworkCatalog.Create("resnet18", classes: 10);
/// using var encoder = NetworkCatalog.LoadEncoder("vgg19");   // once `atelier weights pull vgg19` has downloaded it
/// </code>
/// </example>
public static class NetworkCatalog
{
    private static readonly string[] FileExtensions = [".safetensors", ".pth", ".pt"];

    /// <summary>All of them: the small ones, those with published weights, and the embedded one.</summary>
    public static IReadOnlyList<NetworkEntry> All { get; } = [.. NetworkTable.Small, .. NetworkTable.Usual, .. NetworkTable.Vgg, NetworkTable.Embedded];

    /// <summary>The network with this name: one of <see cref="All"/>, or the user's own file in <see cref="UserFolders.Weights"/>, named without its extension.</summary>
    /// <exception cref="ArgumentException">There is none; the message suggests the nearest names.</exception>
    /// <exception cref="WeightFileException">There is such a file, but it cannot be read.</exception>
    public static NetworkEntry Find(string name) =>
        TryFind(name) ?? throw new ArgumentException($"There is no network '{name}': {NearestNames.Suggest(name, [.. All.Select(entry => entry.Name)])}", nameof(name));

    /// <summary>As <see cref="Find"/>, for a network to train or to predict with.</summary>
    /// <exception cref="ArgumentException">There is none, or it cannot classify.</exception>
    /// <exception cref="WeightFileException">There is such a file, but it cannot be read.</exception>
    public static NetworkEntry FindClassifier(string name) => Find(name) is { CanClassify: true } entry
        ? entry
        : throw new ArgumentException($"The network '{name}' has no classifier: it is for style transfer only. Use one of {string.Join(", ", All.Where(other => other.CanClassify).Select(other => other.Name))}.", nameof(name));

    /// <summary>As <see cref="Find"/>, but null if there is none.</summary>
    /// <exception cref="WeightFileException">There is such a file, but it cannot be read.</exception>
    public static NetworkEntry? TryFind(string name) =>
        All.FirstOrDefault(entry => entry.Name == name) ?? (CachedWeights.Find(CachedWeights.List(), name) is { } file ? OfFile(file, name) : null);

    /// <summary>The networks whose weights are on this machine: the embedded one, then the files in <see cref="UserFolders.Weights"/>, each under the name that <see cref="Find"/> knows.</summary>
    public static IReadOnlyList<string> NamesHere()
    {
        var files = CachedWeights.List();
        var names = All.Where(entry => !entry.IsEmbedded)
            .Select(entry => (entry.Name, File: CachedWeights.Find(files, entry.Name, entry.Weights?.FileName)))
            .Where(entry => entry.File is not null)
            .ToDictionary(entry => entry.File!, entry => entry.Name);
        return [NetworkTable.Embedded.Name, .. files.Select(file => names.GetValueOrDefault(file, file.Stem)).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>A new network with this name and random weights, drawn with torch's random numbers.</summary>
    /// <param name="name">As for <see cref="Find"/>.</param>
    /// <param name="classes">1 or more.</param>
    /// <exception cref="ArgumentException">There is no such network, or it cannot classify.</exception>
    public static Classifier Create(string name, int classes) => FindClassifier(name).Create(classes);

    /// <summary>A frozen encoder, owned by the caller.</summary>
    /// <param name="nameOrFile">A name as for <see cref="Find"/>, or the path of a weight file, whose tensors tell which network it is.</param>
    /// <param name="options">Pooling and padding apply only to the VGG family. If null, they are as the network was trained.</param>
    /// <exception cref="ArgumentException">There is no such network.</exception>
    /// <exception cref="WeightFileException">The weights are not on this machine, cannot be read, or belong to a network that is not in the catalog.</exception>
    public static FeatureEncoder LoadEncoder(string nameOrFile, EncoderOptions? options = null) =>
        IsFile(nameOrFile) ? LoadEncoderFile(nameOrFile, options) : Find(nameOrFile).LoadEncoder(options);

    /// <summary>The weights to download for a network, or a file of PyTorch's hub by its full name.</summary>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static PublishedWeights FindWeights(string nameOrFile)
    {
        if (All.FirstOrDefault(entry => entry.Name == nameOrFile) is { } named)
            return named.Weights ?? throw new ArgumentException(
                named.IsEmbedded ? $"The network '{nameOrFile}' is built in: there is nothing to download." : $"The network '{nameOrFile}' has no published weights: train it.", nameof(nameOrFile));
        return All.FirstOrDefault(entry => entry.Weights?.FileName == nameOrFile)?.Weights
            ?? PublishedWeights.FromFileName(nameOrFile)
            ?? throw new ArgumentException(
                $"There are no weights '{nameOrFile}': {NearestNames.Suggest(nameOrFile, [.. All.Where(entry => entry.Weights is not null).Select(entry => entry.Name)])}"
                + " The name of a file on PyTorch's hub works too, such as resnet18-f37072fd.pth.", nameof(nameOrFile));
    }

    /// <summary>What a network's weight file contains, without reading the tensors' data.</summary>
    /// <param name="nameOrFile">As for <see cref="LoadEncoder"/>.</param>
    /// <exception cref="ArgumentException">There is no such network.</exception>
    /// <exception cref="WeightFileException">The weights are not on this machine, or cannot be read.</exception>
    public static WeightFileInfo Inspect(string nameOrFile) =>
        IsFile(nameOrFile) ? WeightFile.Inspect(nameOrFile)
        : nameOrFile == EmbeddedNetwork.Name ? EmbeddedNetwork.Inspect()
        : WeightFile.Inspect(Find(nameOrFile).FindFile());

    internal static FeatureEncoder LoadEncoderFile(string path, EncoderOptions? options)
    {
        var info = WeightFile.Inspect(path);
        if (Recognize(info) is not { } entry)
            return VggCheckpoint.Load(path, options);
        var network = entry.Create(classes: 1000);
        ClassifierCheckpoint.LoadBody(network, path);
        options ??= new();
        return new StagedEncoder(entry.Name, network, options with { Normalization = options.Normalization ?? InputNormalization.TryParse(info.Metadata.GetValueOrDefault("input")) });
    }

    // Names come first: a file that happens to be called atelier, such as the program itself, must not hide the network.
    private static bool IsFile(string nameOrFile) =>
        All.All(entry => entry.Name != nameOrFile)
        && (File.Exists(nameOrFile) || FileExtensions.Contains(Path.GetExtension(nameOrFile), StringComparer.OrdinalIgnoreCase));

    // A file of the user's: its tensors tell the network, which goes by the file's name.
    private static NetworkEntry OfFile(CachedWeights file, string name)
    {
        var entry = Recognize(WeightFile.Inspect(file.FullPath)) ?? NetworkTable.OtherVgg;
        return entry with { Name = name, Description = "a weight file of your own", OwnFile = file, Weights = null, Accuracy = null };
    }

    // When two share a landmark, the later one is larger.
    private static NetworkEntry? Recognize(WeightFileInfo info)
    {
        var shapes = info.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Shape, StringComparer.Ordinal);
        return All.LastOrDefault(entry =>
            entry.Landmark is { } landmark && shapes.TryGetValue(landmark, out var shape) && (entry.LandmarkSide is not { } side || shape is [.., var width] && width == side));
    }
}
