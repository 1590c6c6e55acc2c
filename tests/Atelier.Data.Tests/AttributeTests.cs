using System.Text;

namespace Atelier.Data.Tests;

public sealed class AttributeTests : IDisposable
{
    private static readonly byte[] Jpeg = [0xff, 0xd8, 0xff, 0xe0, 0, 16, .. "JFIF\0"u8];

    private readonly TemporaryFolder _folder = new();

    public AttributeTests()
    {
        foreach (var name in (string[])["cook/1", "cook/2", "cook/3", "read/4", "read/5", "read/6"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[$"set/{name}"])!);
            File.WriteAllBytes(_folder[$"set/{name}.jpg"], Jpeg);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("image,gender\ncook/1.jpg,woman\n2,woman\ncook/3,man\n4.jpg,man\n5.jpg,\n")]
    [InlineData("gender;file\nwoman;1.jpg\nwoman;2.jpg\nman;3.jpg\nman;4.jpg\n;elsewhere/9.jpg\n")]
    public void Open_WithATable_GivesImagesTheirValues_AndCountsTheMissing(string csv)
    {
        var images = Open(csv, attribute: "Gender");
        Assert.Equal("gender", images.Attribute);
        Assert.Equal(["man", "woman"], images.AttributeValues);
        Assert.Equal([1, 1, 0, 0, null, null], images.Images.Select(image => image.Attribute));
        var balance = ImageBalance.Count(images, new DataSplit([0, 1, 3, 4], [2, 5]));
        Assert.Equal(["man", "woman", null], balance.Values);
        Assert.Equal(2, balance.Missing);
        Assert.Equal(
            [("cook", "man", 0, 1), ("cook", "woman", 2, 0), ("cook", null, 0, 0), ("read", "man", 1, 0), ("read", "woman", 0, 0), ("read", null, 1, 1)],
            balance.Groups.Select(group => (group.Class, group.Value, group.Training, group.Validation)));
    }

    [Fact]
    public void Open_OfTwoColumns_NeedsNoName_AndIgnoresRowsOfOtherImages()
    {
        var images = Open("file,who\n1.jpg,a\n77.jpg,b\n88.jpg,c\n");
        Assert.Equal(("who", 2), (images.Attribute, images.UnmatchedRows));
        Assert.Equal(["a"], images.AttributeValues);
    }

    [Fact]
    public void Open_OfLabelsWithAnAttribute_TakesBothFromOneFile()
    {
        File.WriteAllText(_folder["set/labels.csv"], "file,label,who\n1.jpg,x,a\n2.jpg,y,b\n3.jpg,x,\n");
        var images = ImageCollection.Open(_folder["set/labels.csv"], new() { AttributeColumn = "who" });
        Assert.Equal([(0, 0), (1, 1), (0, (int?)null)], images.Images.Select(image => (image.Class, image.Attribute)));
        Assert.Null(ImageCollection.Open(_folder["set/labels.csv"]).Attribute);
    }

    [Theory]
    [InlineData("file,who\n1.jpg,a\n", "age", "has no column 'age'; its columns are file, who.")]
    [InlineData("file,who,age\n1.jpg,a,3\n", null, "does not show which column has the attribute (file, who, age); name the column.")]
    [InlineData("file,who\n77.jpg,a\n", null, "does not name any image of ")]
    [InlineData("file,who\n1.jpg,a\ncook/1.jpg,b\n", null, "gives 'cook/1.jpg' two values of who, 'a' and 'b'; keep one.")]
    [InlineData("file,who\n,a\n", null, "has no file name on line 2; fill it in or remove the line.")]
    [InlineData("file,who\n", null, "does not name any image of ")]
    [InlineData("", null, "is empty; it must have a header and a row for each image.")]
    [InlineData("file,who\n1.jpg,\"a\n", null, "is not a valid CSV table")]
    public void Open_WithABadTable_SaysWhatIsWrong(string csv, string? attribute, string problem)
    {
        var error = Assert.Throws<DataSetException>(() => Open(csv, attribute));
        Assert.StartsWith($"{_folder["who.csv"]}: {problem}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_WithAColumnButNoTable_SaysSo()
    {
        var error = Assert.Throws<DataSetException>(() => ImageCollection.Open(_folder["set"], new() { AttributeColumn = "who" }));
        Assert.EndsWith("set: has no table with a column 'who'; name the CSV file that has it.", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<DataSetException>(() => ImageCollection.Open(_folder["set"], new() { AttributeFile = _folder["no.csv"] }));
        Assert.EndsWith("no.csv: does not exist; name the CSV file with the attribute of the images.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reweighing_OfAHandWorkedTable_MakesClassAndAttributeIndependent()
    {
        // cook: woman, woman, man; read: man, woman, missing. Of n = 5 that are known, 3 cook and 3 are women: W(cook, woman) = 3 * 3 / (5 * 2).
        var images = Open("file,who\n1.jpg,woman\n2.jpg,woman\n3.jpg,man\n4.jpg,man\n5.jpg,woman\n");
        Assert.Equal([0.9, 0.9, 1.2, 0.8, 1.2, 1], images.Images.Select(GroupReweighing.Fit(images, [0, 1, 2, 3, 4, 5]).WeightOf).Select(weight => Math.Round(weight, 12)));
        // Only images that train are counted: these are balanced already.
        var fewer = GroupReweighing.Fit(images, [0, 2, 3, 4]);
        Assert.All((int[])[0, 2, 3, 4], image => Assert.Equal(1, fewer.WeightOf(images.Images[image])));
    }

    [Fact]
    public void ImageGroups_AreClassAndValue_OrTheClassAlone()
    {
        var images = Open("file,who\n1.jpg,woman\n2.jpg,woman\n3.jpg,man\n4.jpg,man\n");
        Assert.Equal([1, 1, 0, 2, null, null], images.Images.Select(ImageGroups.From(images)));
        Assert.Equal([0, 0, 0, 1, 1, 1], images.Images.Select(ImageGroups.From(ImageCollection.Open(_folder["set"]))));
    }

    private ImageCollection Open(string csv, string? attribute = null)
    {
        File.WriteAllText(_folder["who.csv"], csv, Encoding.UTF8);
        return ImageCollection.Open(_folder["set"], new() { AttributeFile = _folder["who.csv"], AttributeColumn = attribute });
    }
}
