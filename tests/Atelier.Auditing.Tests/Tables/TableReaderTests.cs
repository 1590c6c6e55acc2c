using System.Text;

namespace Atelier.Auditing.Tests;

public sealed class TableReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_OfSingleLabels_CountsTruthAndPredictionByGroup()
    {
        var counts = CsvText.Read("gender,label,prediction\nwoman,cook,cook\nwoman,cook,drive\nman,drive,drive\n");
        var gender = Assert.Single(counts.Attributes);
        Assert.Equal((3, 2, 1, 1), (gender.Rows, gender.Truth("cook", "woman"), gender.Predicted("cook", "woman"), gender.Predicted("drive", "man")));
        Assert.Equal((0, 0), (gender.Truth("cook", "man"), gender.Truth("sing", "woman")));
    }

    [Fact]
    public void Read_OfSeveralLabelsInACell_CountsEachOnce()
    {
        var counts = CsvText.Read("label,prediction,gender\ncup;fork; cup,cup,man\n,fork,man\n", CsvText.Columns with { Separator = ';' }).Attributes[0];
        Assert.Equal((1, 1, 1, 1), (counts.Truth("cup", "man"), counts.Truth("fork", "man"), counts.Predicted("cup", "man"), counts.Predicted("fork", "man")));
        Assert.Equal(2, counts.Rows);
    }

    [Fact]
    public void Read_OfMissingValues_CountsThemApart()
    {
        var counts = CsvText.Read("label,prediction,gender\na,a,man\na,a,\na,a,unknown\n,a,man\na,,man\n", CsvText.Columns with { Missing = ["unknown"] });
        Assert.Equal((5, 1, 1), (counts.Rows, counts.WithoutLabel, counts.WithoutPrediction));
        Assert.Equal((1, 2), (counts.Attributes[0].Rows, counts.Attributes[0].MissingGroups));
    }

    [Fact]
    public void Read_OfSeveralAttributes_CountsEach()
    {
        var counts = CsvText.Read(
            "label,prediction,gender,age\na,a,man,old\na,b,woman,\n", CsvText.Columns with { Attributes = ["gender", "age"] });
        Assert.Equal(["gender", "age"], counts.Attributes.Select(attribute => attribute.Attribute));
        Assert.Equal([2L, 1], counts.Attributes.Select(attribute => attribute.Rows));
        Assert.Equal(["old"], counts.Attributes[1].Groups);
    }

    [Fact]
    public void Read_OfQuotesSemicolonsAndLineBreaks_IsAsRfc4180Says()
    {
        var counts = CsvText.Read("\"gender\";\"label\";\"prediction\"\r\n\"a \"\"b\"\"; c\";x;\"y\nz\"\r\n");
        Assert.Equal(["a \"b\"; c"], counts.Attributes[0].Groups);
        Assert.Equal(["x", "y\nz"], counts.Attributes[0].Labels);
    }

    [Fact]
    public void Read_WithAFilter_CountsOnlyWhatItLetsThrough()
    {
        var columns = CsvText.Columns with { Where = [new("rank", "1")] };
        var counts = CsvText.Read("label,prediction,gender,rank\na,a,man,1\na,b,man,2\n", columns);
        Assert.Equal((1, 0), (counts.Rows, counts.Attributes[0].Predicted("b", "man")));
    }

    [Fact]
    public void Read_OfAnotherEncoding_IsReadWhereItIsNamed()
    {
        File.WriteAllBytes(_folder["latin.csv"], Encoding.Latin1.GetBytes("label,prediction,gender\nKöchin,Köchin,é\n"));
        var refused = Assert.Throws<AuditException>(() => TableCounts.Read(_folder["latin.csv"], CsvText.Columns));
        Assert.Equal($"{_folder["latin.csv"]}: line 2 is not in UTF-8; save the file in UTF-8, or name its encoding.", refused.Message);
        var counts = TableCounts.Read(_folder["latin.csv"], CsvText.Columns with { Encoding = Encoding.Latin1 });
        Assert.Equal(["Köchin"], counts.Attributes[0].Labels);
    }

    [Fact]
    public void Read_OfUtf16WithAByteOrderMark_NeedsNoName()
    {
        File.WriteAllText(_folder["wide.csv"], "label,prediction,gender\nKöchin,Köchin,é\n", Encoding.Unicode);
        Assert.Equal(["Köchin"], TableCounts.Read(_folder["wide.csv"], CsvText.Columns).Attributes[0].Labels);
    }

    [Theory]
    [InlineData("", "is empty; it must have a header and a row for each example.")]
    [InlineData("label,prediction,gender\n", "has a header but no rows.")]
    [InlineData("label,prediction\na,b\n", "has no column 'gender'; its columns are label, prediction.")]
    [InlineData("\u0001\u0002\n", "is not UTF-8 text; save it as CSV in UTF-8, or name its encoding.")]
    [InlineData("label,prediction,gender\na,b,c\na,\"b,c\n", "the row that starts on line 3 is not valid CSV")]
    [InlineData("label,prediction,gender\na,b,c\na,b\n", "the row that starts on line 3 is not valid CSV")]
    public void Read_OfABadTable_SaysWhatIsWrong(string text, string problem) =>
        Assert.Contains(problem, Assert.Throws<AuditException>(() => CsvText.Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_OfAFolderOrNothing_SaysSo()
    {
        Assert.Equal($"{_folder["none.csv"]}: no such file.", Assert.Throws<AuditException>(() => TableCounts.Read(_folder["none.csv"], CsvText.Columns)).Message);
        Directory.CreateDirectory(_folder["folder"]);
        Assert.Equal($"{_folder["folder"]}: is a folder, not a file.", Assert.Throws<AuditException>(() => TableCounts.Read(_folder["folder"], CsvText.Columns)).Message);
    }
}
