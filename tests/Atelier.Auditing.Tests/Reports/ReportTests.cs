namespace Atelier.Auditing.Tests;

public sealed class ReportTests : IDisposable
{
    private const string ImSitu = "bias/imSitu_gender_ratio_dev_res.csv";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SharedFact(ImSitu)]
    public void RatioReport_OfImSitu_TellsTheLessonsStory()
    {
        var audit = RatioAudit.Read(Shared.File(ImSitu), "men", "women");
        audit.WriteReport(_folder["page.html"], "imSitu", audit.Labels.Single(label => label.Label == "cooking"));
        var page = File.ReadAllText(_folder["page.html"]);
        Assert.Contains("The model amplifies the bias of its data.", page, StringComparison.Ordinal);
        foreach (var shown in (string[])["<b>cooking</b>", "66.7 %", "83.7 %", "75.0 %", "0.0502", "0.0239", "154 of 212", "107 of 212"])
            Assert.Contains(shown, page, StringComparison.Ordinal);
        Assert.Equal(2 * 212, page.Split("<circle").Length - 1);
    }

    [Fact]
    public void AuditReport_OfNamesThatAreMarkup_ShowsThemAsText()
    {
        const string Evil = "<script>alert('x')</script>\"&";
        var page = Page(Evil);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("alert('", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public void AuditReport_NeedsNoOtherFile()
    {
        var page = Page("cook");
        foreach (var foreign in (string[])["http:", "https:", "src=", "url(", "@import", "<link"])
            Assert.DoesNotContain(foreign, page, StringComparison.Ordinal);
    }

    [Fact]
    public void AuditReport_OfSeveralAttributes_HasEach()
    {
        AttributeAudit[] audits = [Audit("gender", "cook"), Audit("age", "cook")];
        AttributeAudit.WriteReport(_folder["page.html"], "both", audits);
        var page = File.ReadAllText(_folder["page.html"]);
        Assert.Contains("<h1>By gender</h1>", page, StringComparison.Ordinal);
        Assert.Contains("<h1>By age</h1>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void AuditReport_WhereNothingCanBeCompared_IsAPageStill()
    {
        var table = new Contingency("gender");
        table.Add("a", "b", "x");
        table.Add("a", "b", "y");
        AttributeAudit.Compute(table, options: new() { Resamples = 5 }).WriteReport(_folder["page.html"], "none");
        Assert.Contains("Amplification cannot be measured", File.ReadAllText(_folder["page.html"]), StringComparison.Ordinal);
    }

    private string Page(string name)
    {
        Audit(name, name).WriteReport(_folder["page.html"], name);
        return File.ReadAllText(_folder["page.html"]);
    }

    private static AttributeAudit Audit(string attribute, string label)
    {
        var table = new Contingency(attribute);
        for (var row = 0; row < 200; row++)
            table.Add(row % 2 == 0 ? label : "other", row % 3 == 0 ? label : "other", row % 5 < 2 ? label : "rest");
        return AttributeAudit.Compute(table, options: new() { Resamples = 20 });
    }
}
