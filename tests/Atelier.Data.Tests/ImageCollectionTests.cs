using System.Text;

namespace Atelier.Data.Tests;

public sealed class ImageCollectionTests : IDisposable
{
    // All that is looked at before decoding: how a JPEG begins.
    private static readonly byte[] Jpeg = [0xff, 0xd8, 0xff, 0xe0, 0, 16, .. "JFIF\0"u8];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_OfClassFolders_SortsClassesAndImagesOrdinally()
    {
        var images = Open("b/2.jpg", "a/10.jpg", "a/9.PNG", "B/1.webp");
        Assert.Equal(["B", "a", "b"], images.Classes);
        Assert.Equal([new("B/1.webp", 0), new("a/10.jpg", 1), new("a/9.PNG", 1), new("b/2.jpg", 2)], images.Images);
    }

    [Theory]
    [InlineData("val")]
    [InlineData("valid")]
    [InlineData("test")]
    public void Open_OfTrainAndOtherFolders_SplitsByThem(string validation)
    {
        var images = Open("wrap/train/a/1.jpg", "wrap/train/b/1.jpg", $"wrap/{validation}/a/2.jpg", $"wrap/{validation}/b/images/3.jpg");
        var split = DataSplit.Random(images);
        Assert.Equal(["wrap/train/a/1.jpg", "wrap/train/b/1.jpg"], split.Training.Select(i => images.Images[i].Name));
        Assert.Equal([$"wrap/{validation}/a/2.jpg", $"wrap/{validation}/b/images/3.jpg"], split.Validation.Select(i => images.Images[i].Name));
    }

    // In the order of the table of cases: what people's and public data sets look like.
    [Theory]
    [InlineData("train/a/1.jpg train/b/1.jpg | valid/a/2.jpg valid/b/2.jpg", "train/a/1.jpg train/b/1.jpg valid/a/2.jpg valid/b/2.jpg figures/1.jpg", "The folder 'figures' (1 image) belongs neither to training nor to validation and was left out.")]
    [InlineData("train/a/1.jpg train/b/1.jpg | valid/a/2.jpg", "train/a/1.jpg train/b/1.jpg valid/a/2.jpg sample/train/a/1.jpg sample/valid/a/2.jpg test1/1.jpg test1/2.jpg", "The folder 'sample' (2 images) belongs neither ", "The folder 'test1' (2 images) has no class folders and was left out.")]
    [InlineData("training_set/a/1.jpg training_set/b/1.jpg | test_set/a/2.jpg", "training_set/a/1.jpg training_set/b/1.jpg test_set/a/2.jpg", "There is no validation folder, so the images of the test folder validate.")]
    [InlineData("train/a/1.jpg train/b/1.jpg | dev/a/2.jpg", "train/a/1.jpg train/b/1.jpg dev/a/2.jpg")]
    [InlineData("train2017/a/1.jpg train2017/b/1.jpg | val2017/a/2.jpg", "train2017/a/1.jpg train2017/b/1.jpg val2017/a/2.jpg")]
    [InlineData("Train/a/1.jpg Train/b/1.jpg | eval/a/2.jpg", "Train/a/1.jpg Train/b/1.jpg eval/a/2.jpg")]
    [InlineData("set/train/a/1.jpg set/train/b/1.jpg | set/val/a/2.jpg", "set/train/a/1.jpg set/train/b/1.jpg set/val/a/2.jpg figures/1.jpg", "The image figures/1.jpg is in no class folder and was left out.")]
    [InlineData("a/train/1.jpg b/train/1.jpg | a/val/2.jpg b/val/2.jpg", "a/train/1.jpg b/train/1.jpg a/val/2.jpg b/val/2.jpg")]
    [InlineData("train/cat.0.jpg train/dog.0.jpg | val/cat.1.jpg", "train/cat.0.jpg train/dog.0.jpg val/cat.1.jpg test1/1.jpg", "The files' names give the classes, such as 'cat' in cat.0.jpg.", "The folder 'test1' (1 image) has no class folders and was left out.", "The files' names give")]
    public void Open_OfAKnownLayout_SplitsByIt_AndSaysWhatItLeavesOut(string expected, string names, params string[] remarks)
    {
        if (names.Contains("val/cat.1.jpg", StringComparison.Ordinal))
            names += " val/dog.1.jpg";
        var images = Open(names.Split(' '));
        var split = DataSplit.Random(images);
        string[] Names(IReadOnlyList<int> part) => [.. part.Select(i => images.Images[i].Name).Where(name => name != "val/dog.1.jpg")];
        var parts = expected.Split(" | ");
        Assert.Equal(parts[0].Split(' ').Order(StringComparer.Ordinal), Names(split.Training));
        Assert.Equal(parts[1].Split(' ').Order(StringComparer.Ordinal), Names(split.Validation));
        Assert.Equal(2, images.Classes.Count);
        Assert.Equal(remarks.Length, images.Remarks.Count);
        Assert.All(remarks, remark => Assert.Contains(images.Remarks, said => said.StartsWith(remark, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("a/1.jpg b/1.jpg", "a/1.jpg b/1.jpg logo.jpg", "The image logo.jpg is in no class folder and was left out.")]
    [InlineData("set/a/1.jpg set/b/1.jpg", "set/a/1.jpg set/b/1.jpg set/x.jpg set/y.jpg", "2 images are in no class folder and were left out, such as set/x.jpg.")]
    [InlineData("train/cat.0.jpg train/dog.1.jpg", "train/cat.0.jpg train/dog.1.jpg", "The files' names give the classes, such as 'cat' in cat.0.jpg.")]
    [InlineData("train/a/1.jpg train/b/1.jpg", "train/a/1.jpg train/b/1.jpg test/3.jpg", "The folder 'test' (1 image) has no class folders and was left out.")]
    [InlineData("bus/1.jpg car/1.jpg train/1.jpg", "bus/1.jpg car/1.jpg train/1.jpg")]
    public void Open_WithoutASplit_TakesTheClassesAndSaysWhatItLeavesOut(string expected, string names, params string[] remarks)
    {
        var images = Open(names.Split(' '));
        Assert.Equal(expected.Split(' '), images.Images.Select(image => image.Name));
        Assert.Equal(expected.Split(' ').Length, images.Classes.Count);
        Assert.Equal(remarks, images.Remarks);
        Assert.Equal(images.Images.Count, DataSplit.Random(images, validationPart: 0).Training.Count);
    }

    [Fact]
    public void Open_OfTrainValidAndTest_KeepsTestApart()
    {
        var split = DataSplit.Random(Open("train/a/1.jpg", "train/b/1.jpg", "valid/a/2.jpg", "test/a/3.jpg", "test/4.jpg"));
        Assert.Equal((2, 1, 1), (split.Training.Count, split.Validation.Count, split.Test.Count));
    }

    [Fact]
    public void Open_IgnoresOtherFilesAndHiddenOnes_AndCountsThem()
    {
        var images = Open("a/1.jpg", "a/._1.jpg", "__MACOSX/b/1.jpg", "b/1.jpg", "b/notes.txt", "b/more.TXT", ".git/x.jpg", "readme");
        Assert.Equal(["a/1.jpg", "b/1.jpg"], images.Images.Select(image => image.Name));
        Assert.Equal(new Dictionary<string, int> { [""] = 1, [".txt"] = 2 }, images.Ignored.OrderBy(pair => pair.Key));
    }

    [Fact]
    public void Open_OfAFolderWithLinks_FollowsThoseThatLeadSomewhereElse_AndNamesTheRest()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows makes links only for administrators");
        Write("set/a/1.jpg", "set/b/2.jpg", "elsewhere/3.jpg");
        File.CreateSymbolicLink(_folder["set/a/4.jpg"], "../b/2.jpg");
        File.CreateSymbolicLink(_folder["set/a/lost.jpg"], "nowhere.jpg");
        File.CreateSymbolicLink(_folder["set/a/self.jpg"], "self.jpg");
        Directory.CreateSymbolicLink(_folder["set/b/up"], "..");
        Directory.CreateSymbolicLink(_folder["set/c"], "../elsewhere");
        var images = ImageCollection.Open(_folder["set"]);
        Assert.Equal(["a/1.jpg", "a/4.jpg", "b/2.jpg", "c/3.jpg"], images.Images.Select(image => image.Name));
        Assert.Equal(
            ["The link a/lost.jpg leads to nowhere.jpg, which is not there, and was left out.", "The link a/self.jpg leads to self.jpg, which is not there, and was left out.",
                "The link b/up leads back to a folder that it is in, and was left out."],
            images.Remarks.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Open_OfTextNamedJpg_IsRefusedByName_OrSkippedAndReported()
    {
        Write("a/1.jpg", "a/2.jpg", "b/1.jpg");
        File.WriteAllText(_folder["a/2.jpg"], "These are no pixels.");
        File.WriteAllText(_folder["b/2.jpg"], "");
        var error = Assert.Throws<DataSetException>(() => ImageCollection.Open(_folder[""]));
        Assert.Matches(@"^\S*/a/2\.jpg: is not an image that can be read: it seems to be text\. .*skip corrupt files\.$", error.Message);
        var images = ImageCollection.Open(_folder[""], new() { SkipCorrupt = true });
        Assert.Equal(["a/1.jpg", "b/1.jpg"], images.Images.Select(image => image.Name));
        Assert.Equal(["a/2.jpg", "b/2.jpg"], images.Skipped.Select(file => file.Name));
    }

    [Theory]
    [InlineData("has no images")]
    [InlineData("has only one class ('a')", "x/a/1.jpg", "x/a/2.jpg")]
    [InlineData("has images but no class folders", "1.jpg", "2.jpg")]
    [InlineData("has several data sets, each with train and val folders (x, y); name one of them.", "x/train/a/1.jpg", "x/val/a/2.jpg", "y/train/b/1.jpg", "y/val/b/2.jpg")]
    [InlineData("has images but no class folders in its training folder", "train/1.jpg", "val/a/2.jpg")]
    [InlineData("has the class 'c' for validation (val/c/1.jpg) but not for training", "train/a/1.jpg", "train/b/1.jpg", "val/c/1.jpg")]
    public void Open_OfAnImpossibleFolder_SaysWhy(string problem, params string[] names)
    {
        Write(names);
        var error = Assert.Throws<DataSetException>(() => ImageCollection.Open(_folder[""]));
        Assert.StartsWith($"{_folder[""]}: {problem}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nowhere", "does not exist")]
    [InlineData("a.tar.gz", "is compressed")]
    [InlineData("a.zip", "is not a data set")]
    [InlineData("a.tar.bz2", "is compressed (bzip2) and cannot be read in place; unpack it first (bunzip2 leaves the .tar).")]
    [InlineData("a.txz", "is compressed (xz)")]
    [InlineData("a.tar.zst", "is compressed (zstd)")]
    [InlineData("a.tar", "is cut off")]
    public void Open_OfAFileThatIsNoDataSet_SaysWhy(string name, string problem)
    {
        if (name.Contains('.', StringComparison.Ordinal))
            File.WriteAllBytes(_folder[name], [1, 2, 3]);
        Assert.Contains($"{name}: {problem}", Assert.Throws<DataSetException>(() => ImageCollection.Open(_folder[name])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("image_id,breed\n1,pug\n2,\"husky, old\"\n3,pug\n")]
    [InlineData("Breed;Filename\npug;pics/1.jpg\n\"husky, old\";2.jpg\npug;3.jpg\n")]
    [InlineData("x,y\n./pics/1.jpg,pug\npics/2,\"husky, old\"\n3.jpg,pug\n")]
    public void Open_OfACsvFile_LabelsTheImagesBesideIt(string csv)
    {
        Write("pics/1.jpg", "pics/2.jpg", "pics/3.jpg", "pics/4.jpg");
        File.WriteAllText(_folder["labels.csv"], csv, Encoding.UTF8);
        var images = ImageCollection.Open(_folder["labels.csv"]);
        Assert.Equal(["husky, old", "pug"], images.Classes);
        Assert.Equal([1, 0, 1], images.Images.Select(image => image.Class));
    }

    // Each row labels 0.jpg to 3.jpg of the folder img, beside whose pictures are thumbnails of the same names.
    [Theory]
    [InlineData("file,label\n0.jpg,a\n1.jpg,b\n2.jpg,a\n3.jpg,b\n")]
    [InlineData("file,label\nimg/0.jpg,a\nimg/1.jpg,b\nimg/2.jpg,a\nimg/3.jpg,b\n")]
    [InlineData("file,label\n../img/0.jpg,a\n../img/1.jpg,b\n../img/2.jpg,a\n../img/3.jpg,b\n")]
    [InlineData("file,label\n.\\0.jpg,a\n.\\1.jpg,b\n.\\2.jpg,a\n.\\3.jpg,b\n")]
    [InlineData("file,label\n$/0.jpg,a\n$/1.jpg,b\n$/2.jpg,a\n$/3.jpg,b\n")]
    [InlineData("file,label\n/home/me/set/0.jpg,a\n/home/me/set/1.jpg,b\n/home/me/set/2.jpg,a\n/home/me/set/3.jpg,b\n")]
    [InlineData("id,label\n0,a\n1,b\n2,a\n3,b\n")]
    [InlineData("0.jpg,a\n1.jpg,b\n2.jpg,a\n3.jpg,b\n")]
    [InlineData("file,a,b\n0.jpg,1,0\n1.jpg,0,1\n2.jpg,1.0,0.0\n3.jpg,0,1\n")]
    [InlineData(",what,kind\n0,0.jpg,a\n1,1.jpg,b\n2,2.jpg,a\n3,3.jpg,b\n")]
    public void Open_OfATable_FindsItsImagesByTheirWholeNamesFirst(string csv)
    {
        Write([.. Enumerable.Range(0, 4).SelectMany(i => (string[])[$"img/{i}.jpg", $"img/small/{i}.jpg"])]);
        File.WriteAllText(_folder["img/labels.csv"], csv.Replace("$", _folder["img"], StringComparison.Ordinal));
        var images = ImageCollection.Open(_folder["img/labels.csv"]);
        Assert.Equal(["0.jpg", "1.jpg", "2.jpg", "3.jpg"], images.Images.Select(image => image.Name));
        Assert.Equal(["a", "b"], images.Classes);
        Assert.Equal([0, 1, 0, 1], images.Images.Select(image => image.Class));
        Assert.EndsWith("labels 4 of 8 images; the others were left out.", images.Remarks[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file,label,is_valid\n1.jpg,a,False\n2.jpg,b,0\n3.jpg,a,True\n4.jpg,b,1\n")]
    [InlineData("file,label,split\n1.jpg,a,train\n2.jpg,b,Training\n3.jpg,a,val\n4.jpg,b,valid\n")]
    [InlineData("file,label,data set\n1.jpg,a,train\n2.jpg,b,train\n3.jpg,a,test\n4.jpg,b,test\n")]
    public void Open_OfATableWithASplit_HonorsIt(string csv)
    {
        Write("pics/1.jpg", "pics/2.jpg", "pics/3.jpg", "pics/4.jpg");
        File.WriteAllText(_folder["pics/labels.csv"], csv);
        var images = ImageCollection.Open(_folder["pics/labels.csv"]);
        var split = DataSplit.Random(images, validationPart: 0.5, seed: 3);
        Assert.Equal([0, 1], split.Training);
        Assert.Equal([2, 3], split.Validation);
        Assert.Contains("says in its column '", images.Remarks[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OfATableForTrainAndValFolders_SplitsByTheFolders()
    {
        Write("train/1.jpg", "train/2.jpg", "val/1.jpg", "val/2.jpg");
        File.WriteAllText(_folder["labels.csv"], "file,label\ntrain/1.jpg,a\ntrain/2.jpg,b\nval/1.jpg,a\nval/2.jpg,b\n");
        var split = DataSplit.Random(ImageCollection.Open(_folder["labels.csv"]), validationPart: 0.5, seed: 3);
        Assert.Equal([0, 1], split.Training);
        Assert.Equal([2, 3], split.Validation);
    }

    [Theory]
    [InlineData("latin1", "is not UTF-8 text: line 2 has bytes that stand for no character; save it as UTF-8.")]
    [InlineData("utf-16", null)]
    [InlineData("utf-8", null)]
    public void Open_OfATableInAnotherEncoding_SaysSo_UnlessAMarkTells(string encoding, string? problem)
    {
        Write("pics/1.jpg", "pics/2.jpg");
        File.WriteAllText(_folder["pics/labels.csv"], "file,label\n1.jpg,p\u00e8\n2.jpg,p\u00e9\n", Encoding.GetEncoding(encoding));
        if (problem is null)
            Assert.Equal(["p\u00e8", "p\u00e9"], ImageCollection.Open(_folder["pics/labels.csv"]).Classes);
        else
            Assert.Equal($"{_folder["pics/labels.csv"]}: {problem}", Assert.Throws<DataSetException>(() => ImageCollection.Open(_folder["pics/labels.csv"])).Message);
    }

    [Theory]
    [InlineData("a,b,c\n1,2,3\n", null, "does not show which column has the file names (a, b, c)")]
    [InlineData("image_name,tags\n1.jpg,cat big\n2.jpg,cat small\n1.jpg,dog big\n2.jpg,dog small\n", null, "has several labels for an image in its column 'tags', such as 'cat big'; an image has one class, so make a column with one label each.")]
    [InlineData("file,cat,dog\n1.jpg,1,1\n2.jpg,1,0\n", null, "has 2 ones on line 2 in the columns of its classes (cat, dog);")]
    [InlineData("file,label,is_valid\n1.jpg,a,maybe\n", null, "has 'maybe' in its column 'is_valid'; write True")]
    [InlineData("file,label\n9.jpg,pug\n", null, "labels '9.jpg', but")]
    [InlineData("file,label\n1.jpg,\n", null, "has no file name or no label on line 2")]
    [InlineData("file,label\n1.jpg,a\n1.jpg,b\n", null, "gives '1.jpg' two labels")]
    [InlineData("file,label\n1.jpg,a\n", "kind", "has no column 'kind'; its columns are file, label")]
    [InlineData("", null, "is empty")]
    [InlineData("file,label\n", null, "has no row but its header")]
    [InlineData("file,label\n\"1.jpg,a\n", null, "is not a valid CSV table")]
    public void Open_OfABadCsvFile_SaysWhatIsWrong(string csv, string? label, string problem)
    {
        Write("pics/1.jpg", "pics/2.jpg");
        File.WriteAllText(_folder["labels.csv"], csv);
        var options = new ImageCollectionOptions { LabelFile = _folder["labels.csv"], LabelColumn = label };
        var error = Assert.Throws<DataSetException>(() => ImageCollection.Open(_folder["pics"], options));
        Assert.StartsWith($"{_folder["labels.csv"]}: {problem}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_OfWordNetIds_AreWordsForAllOrNone_FromAListBesideTheDataOrTheWellKnown()
    {
        Write("set/n02123045/1.jpg", "set/n01440764/1.jpg", "set/n99999999/1.jpg", "set/n88888888/1.jpg", "set/n88888889/1.jpg");
        Assert.Equal(["n01440764", "n02123045", "n88888888", "n88888889", "n99999999"], ImageCollection.Open(_folder["set"]).Classes);
        File.WriteAllText(_folder["words.txt"], "n99999999\tgriffin, gryphon\nn88888888\tcrane\nn88888889\tcrane\n");
        Assert.Equal(["tench", "tabby", "crane (n88888888)", "crane (n88888889)", "griffin"], ImageCollection.Open(_folder["set"]).Classes);
        File.WriteAllText(_folder["set/imagenet_class_index.json"], """{"0": ["n99999999", "sea_griffin"], "1": ["n88888888", "heron"], "2": ["n88888889", "stork"]}""");
        Assert.Equal(["tench", "tabby", "heron", "stork", "sea griffin"], ImageCollection.Open(_folder["set"]).Classes);
    }

    [Fact]
    public void ByRatio_IsStratified_AndTheSameForTheSameSeed()
    {
        var images = Open([.. Enumerable.Range(0, 40).Select(i => $"many/{i}.jpg"), .. Enumerable.Range(0, 10).Select(i => $"some/{i}.jpg"), "few/1.jpg", "few/2.jpg", "one/1.jpg"]);
        var split = DataSplit.ByRatio(images, 0.2, seed: 5);
        Assert.Equal(Enumerable.Range(0, 53), split.Training.Concat(split.Validation).Order());
        var balance = ImageBalance.Count(images, split);
        Assert.Equal([("few", 1, 1), ("many", 32, 8), ("one", 1, 0), ("some", 8, 2)], balance.Classes.Select(c => (c.Class, c.Training, c.Validation)));
        Assert.Equal(32, balance.Imbalance);
        Assert.Equal(split.Validation, DataSplit.ByRatio(images, 0.2, seed: 5).Validation);
        Assert.NotEqual(split.Validation, DataSplit.ByRatio(images, 0.2, seed: 6).Validation);
    }

    private ImageCollection Open(params string[] names)
    {
        Write(names);
        return ImageCollection.Open(_folder[""]);
    }

    private void Write(params string[] names)
    {
        foreach (var name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
            File.WriteAllBytes(_folder[name], Jpeg);
        }
    }
}
