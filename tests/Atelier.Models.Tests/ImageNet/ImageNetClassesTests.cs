namespace Atelier.Models.Tests;

public sealed class ImageNetClassesTests
{
    [Theory]
    [InlineData(0, "tench")]
    [InlineData(88, "macaw")]
    [InlineData(281, "tabby")]
    [InlineData(285, "Egyptian cat")]
    [InlineData(967, "espresso")]
    [InlineData(999, "toilet tissue")]
    public void Names_AtAnIndex_AreTheChallenges(int index, string name) => Assert.Equal(name, ImageNetClasses.Names[index]);

    [Fact]
    public void Names_AreAThousand_EachOnce()
    {
        Assert.Equal(1000, ImageNetClasses.Names.Count);
        Assert.Equal(1000, ImageNetClasses.Names.Distinct(StringComparer.Ordinal).Count());
        Assert.All(ImageNetClasses.Names, name => Assert.Equal(name.Trim(), name));
    }
}
