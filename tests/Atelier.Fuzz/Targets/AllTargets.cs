namespace Atelier.Fuzz;

/// <summary>Every reader that is tried.</summary>
public static class AllTargets
{
    private const string Labels = "file,label,split\na.png,cat,train\nb.png,dog,train\nc.png,cat,val\n";
    private const string Predictions = "label,prediction,sex\ncook,cook,f\ncook,nurse,m\nnurse,nurse,f\n\"a \"\"b\"\"\",cook,m\nnurse,cook,f\n";
    private const string Scores = "label,sex,cook,nurse\ncook,f,0.9,0.1\nnurse,m,0.2,0.8\ncook,m,0.6,0.4\n";
    private const string Ratios = "label,training,predicted\ncooking,0.66,0.84\ndriving,0.3,0.1\n";
    private const string Translations = "source,target,occupation\nThe doctor said she was late.,Der Arzt sagte er kam zu spaet.,doctor\nHe is a nurse.,Sie ist Krankenschwester.,nurse\n";

    private static readonly Func<FuzzTarget>[] Makers =
    [
        () => new PictureTarget("jpg", "Q=60", "Q=40,interlace", "subsample_mode=off,restart_interval=2"),
        () => new PictureTarget("png", "palette", "interlace", "compression=0"),
        () => new PictureTarget("webp", "lossless", "Q=30"),
        () => new PictureTarget("tif", "compression=lzw", "compression=deflate,tile,tile-width=16,tile-height=16", "compression=jpeg", "pyramid,tile,tile-width=16,tile-height=16", "bigtiff", "compression=packbits"),
        () => new PictureTarget("gif", "interlace", "dither=0"),
        () => new PictureTarget("bmp"),
        () => new PictureTarget("avif"),
        () => new WeightsTarget("safetensors"),
        () => new WeightsTarget("pth"),
        () => new CheckpointTarget(),
        () => new ArchiveTarget(),
        () => new TableTarget("labels", Labels),
        () => new TableTarget("audit", Predictions),
        () => new TableTarget("scores", Scores),
        () => new TableTarget("ratios", Ratios),
        () => new TableTarget("translation", Translations),
        () => new RecipeTarget(),
        () => new RunTarget(),
        () => new StudioTarget(),
    ];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Makers.Select(make =>
    {
        using var target = make();
        return target.Name;
    })];

    /// <summary>A new one, which the caller disposes.</summary>
    public static FuzzTarget Create(string name) => Names.ToList().IndexOf(name) is var at and >= 0
        ? Makers[at]()
        : throw new ArgumentException($"There is no target {name}: {string.Join(", ", Names)}.", nameof(name));
}
