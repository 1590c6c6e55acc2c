using System.Text.Json;
using Atelier.Imaging;
using Atelier.Runs;
using Atelier.Stylization;

namespace Atelier.Cli;

/// <summary><c>--vary</c>: one or two settings, each with the values that are tried, in every combination.</summary>
internal sealed class Variations
{
    private const int MostSettings = 2;

    // Of a sheet, where one setting varies.
    private const int Columns = 4;

    // Of a picture on a sheet: the shorter side, pixels.
    private const int Enough = 360;

    private readonly IReadOnlyList<(Setting Setting, IReadOnlyList<string> Words)> _settings;

    private Variations(IReadOnlyList<(Setting, IReadOnlyList<string>)> settings) => _settings = settings;

    /// <summary>Whether anything varies.</summary>
    public bool Any => _settings.Count > 0;

    /// <summary>Reads texts such as <c>style-weight=50,100,200</c>.</summary>
    /// <exception cref="UsageException">There is no such setting, or it has no such values.</exception>
    public static Variations Read(IReadOnlyList<string> texts)
    {
        if (texts.Count > MostSettings)
            throw new UsageException($"--vary takes {MostSettings} settings at most, so that a sheet can show them: {texts.Count} are given.");
        return new([.. texts.Select(text =>
        {
            if (text.Split('=') is not [{ Length: > 0 } name, var list] || list.Split(',', StringSplitOptions.TrimEntries) is not { Length: > 1 } words || words.Distinct(StringComparer.Ordinal).Count() != words.Length)
                throw new UsageException($"--vary takes a setting and values that differ, such as style-weight=50,100,200, not '{text}'.");
            var setting = StylizationSchema.Default.For(RequestKind.Stylize).FirstOrDefault(setting => setting.Flag == "--" + name && setting.Kind is not (SettingKind.Numbers or SettingKind.Layers))
                ?? throw new UsageException($"--vary knows no setting '{name}': use one of this command's options that takes one value, without the dashes.");
            return (setting, (IReadOnlyList<string>)words);
        })]);
    }

    /// <summary>A request with all combinations of values: what each is called, and the request; the last setting changes fastest.</summary>
    /// <exception cref="UsageException">A value is not taken.</exception>
    public IReadOnlyList<(string Name, StylizationRequest Request)> Of(StylizationRequest request)
    {
        IReadOnlyList<(string Name, StylizationRequest Request)> all = [("", request)];
        foreach (var (setting, words) in _settings)
            all = [.. all.SelectMany(before => words.Select(word => (
                $"{before.Name}{(before.Name.Length > 0 ? ", " : "")}{setting.Flag[2..]} {word}",
                Invocation.Build(() => StylizationSchema.Default.Change(before.Request, new Dictionary<string, JsonElement> { [setting.Name] = setting.Parse([word]) }, _ => "--vary " + setting.Flag[2..])))))];
        return all;
    }

    /// <summary>Writes a sheet of pictures in the order of <see cref="Of"/>.</summary>
    /// <param name="path">A .png file.</param>
    /// <param name="title">Of the sheet.</param>
    /// <param name="pictures">What each is called, and its file.</param>
    public void WriteSheet(string path, string title, IReadOnlyList<(string Name, string File)> pictures)
    {
        var samples = pictures.Select(picture =>
        {
            var pixels = ImageFile.Decode(picture.File, File.ReadAllBytes(picture.File), Enough);
            return new SamplePicture(pixels.Bytes, pixels.Width, pixels.Height, picture.Name);
        }).ToList();
        VariationsSheet.Save(path, title, samples, _settings.Count > 1 ? _settings[^1].Words.Count : Math.Min(Columns, samples.Count));
    }
}
