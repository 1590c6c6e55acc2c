using System.IO.Compression;
using System.Xml.Linq;

namespace Atelier.Architecture.Tests;

public sealed class PackageTests(PackedHouse house) : IClassFixture<PackedHouse>
{
    public static TheoryData<string> Libraries() =>
        [.. Source.Projects.Select(project => project.Name).Where(name => name != "Atelier.Cli")];

    public static TheoryData<int> ReadmePrograms() => [.. Snippet.OnPage("README.md").Select(program => program.Line)];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Package_HoldsTheLibraryItsDocumentationAndItsReadme(string library)
    {
        using var package = ZipFile.OpenRead(Path.Combine(house.Feed, $"{library}.0.1.0.nupkg"));
        string[] wanted = [$"lib/net10.0/{library}.dll", $"lib/net10.0/{library}.xml", "README.md"];
        Assert.Empty(wanted.Except(package.Entries.Select(entry => entry.FullName)));
        using var symbols = ZipFile.OpenRead(Path.Combine(house.Feed, $"{library}.0.1.0.snupkg"));
        Assert.Contains(symbols.Entries, entry => entry.FullName == $"lib/net10.0/{library}.pdb");
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Package_SaysWhatItIs_AndLeavesTheChoiceOfLibtorchToItsUser(string library)
    {
        var about = Nuspec(library);
        Assert.Equal("MIT", About("license"));
        Assert.Equal("README.md", About("readme"));
        Assert.Contains("style-transfer", About("tags"), StringComparison.Ordinal);
        Assert.EndsWith(".", About("description"), StringComparison.Ordinal);
        var dependencies = about.Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value);
        Assert.DoesNotContain(dependencies, id => id.Contains("libtorch", StringComparison.OrdinalIgnoreCase));

        string About(string name) => about.Descendants().Single(element => element.Name.LocalName == name && element.Parent!.Name.LocalName == "metadata").Value;
    }

    [Theory]
    [MemberData(nameof(ReadmePrograms))]
    public void ReadmeProgram_AsPrinted_RunsFromThePackages(int line)
    {
        SupplyPictures();
        house.RunProgram(Snippet.OnPage("README.md").Single(program => program.Line == line).Code);
    }

    private XDocument Nuspec(string library)
    {
        using var package = ZipFile.OpenRead(Path.Combine(house.Feed, $"{library}.0.1.0.nupkg"));
        using var stream = package.Entries.Single(entry => entry.FullName == $"{library}.nuspec").Open();
        return XDocument.Load(stream);
    }

    // What the programs read: a photo, a painting, and a folder of labeled pictures.
    private void SupplyPictures()
    {
        File.Copy(Checkout.Path("samples", "pictures", "town.jpg"), Path.Combine(house.Project, "photo.jpg"), overwrite: true);
        File.Copy(Checkout.Path("samples", "pictures", "swirls.jpg"), Path.Combine(house.Project, "painting.jpg"), overwrite: true);
        File.Copy(Checkout.Path("samples", "pictures", "bird.jpg"), Path.Combine(house.Project, "cat.jpg"), overwrite: true);
        ShapesData.Write(Path.Combine(house.Project, "photos"), perClass: 15);
    }
}
