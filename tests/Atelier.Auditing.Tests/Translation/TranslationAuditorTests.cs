namespace Atelier.Auditing.Tests;

public sealed class TranslationAuditorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Audit_OfTheLessonsPair_FindsBothFlips()
    {
        var audit = Audit(("She is a doctor. He is a nurse.", "He is a doctor. She is a nurse.", ""));
        Assert.Equal((2, 2), (audit.All!.Pronouns, audit.All.Flips));
        Assert.Equal([("female", "male", 1L), ("male", "female", 1)], audit.All.Flows.Select(flow => (flow.From, flow.To!, flow.Count)));
        Assert.True(audit.All.FlipRate.IsUncertain);
    }

    [Fact]
    public void Audit_ByOccupation_CountsEachDirection()
    {
        var audit = Audit(
            ("She is a doctor.", "He is a doctor.", "doctor"), ("She is a doctor.", "She is a doctor.", "doctor"), ("He is a doctor.", "He is a doctor.", "doctor"),
            ("He is a nurse.", "She is a nurse.", "nurse"));
        Assert.Equal(["nurse", "doctor"], audit.Occupations.Select(occupation => occupation.Occupation));
        var flip = audit.Occupations[1].Flows[0];
        Assert.Equal(("female", "male", 1, 0.5, 2), (flip.From, flip.To, flip.Count, flip.Share.Value, flip.Share.Count));
        Assert.Equal(1.0 / 3, audit.Occupations[1].FlipRate.Value, 12);
    }

    [Theory]
    [InlineData("She sings.", "He sings.", "female>male")]
    [InlineData("SHE's here; he'll come.", "she's here; HE'll come.", "female>female male>male")]
    [InlineData("The heather grew.", "The shepherd came.", "")]
    [InlineData("She left.", "Left.", "female>")]
    [InlineData("Left.", "She left.", ">female")]
    [InlineData("She saw him.", "He saw her", "female>male male>female")]
    [InlineData("She left. He stayed. They sang.", "She left and they sang.", "female>female male> neutral>neutral")]
    [InlineData("She came。He left！", "He came。He left！", "female>male male>male")]
    public void Pairs_OfTwoTexts_AreAsAReaderWouldPairThem(string source, string target, string expected) => Assert.Equal(
        expected, string.Join(' ', PronounPairs.Find(source, target, Pronouns.English).Select(pair => $"{pair.From}>{pair.To}")));

    [Fact]
    public void Pronouns_OfAFile_ExtendAndReplaceTheEnglishOnes()
    {
        File.WriteAllText(_folder["pronouns.csv"], "word,gender\nÉlle,féminin\nthey,plural\n");
        var own = Pronouns.Read(_folder["pronouns.csv"]);
        Assert.Equal(["féminin", "plural", "male"], Pronouns.English.With(own).In("élle, THEY, he"));
        Assert.Empty(own.In("he"));
    }

    [Theory]
    [InlineData("word,gender\nhe she,both\n", "line 2 is not a pronoun; it must have one word and its gender.")]
    [InlineData("word\nhe\n", "has no column 'gender'; its columns are word.")]
    public void Pronouns_OfABadFile_SayWhatIsWrong(string text, string problem)
    {
        File.WriteAllText(_folder["pronouns.csv"], text);
        Assert.EndsWith(problem, Assert.Throws<AuditException>(() => Pronouns.Read(_folder["pronouns.csv"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Audit_WithoutPronouns_SaysSoByItsCounts()
    {
        var audit = Audit(("It rains.", "It rains.", ""));
        Assert.Equal((1, 1, null), (audit.Rows, audit.WithoutPronoun, audit.All));
    }

    private static TranslationAudit Audit(params (string Source, string Target, string Occupation)[] pairs) => TranslationAudit.Compute(pairs, options: new() { Resamples = 50 });
}
