namespace Atelier.Architecture.Tests;

/// <summary>Files in the checkout that are made from the code and looked at by people before they change.</summary>
internal static class Approved
{
    private const string Switch = "ATELIER_ACCEPT";

    private static bool Accepts => Environment.GetEnvironmentVariable(Switch) is "1";

    /// <summary>Fails where the file does not hold that text, and says what differs; under <c>./build accept</c> it writes it.</summary>
    public static void ShouldHold(string path, string text)
    {
        var file = Checkout.Path(path);
        if (Accepts)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
            return;
        }
        var (before, after) = (File.Exists(file) ? File.ReadAllLines(file) : [], text.TrimEnd('\n').Split('\n'));
        string[] changes = [.. before.Except(after).Select(line => $"- {line}"), .. after.Except(before).Select(line => $"+ {line}")];
        Assert.True(
            before.SequenceEqual(after),
            $"{path} is not what the code makes it:\n{string.Join('\n', changes)}\nIf that is meant, run ./build accept and commit the file.");
    }
}
