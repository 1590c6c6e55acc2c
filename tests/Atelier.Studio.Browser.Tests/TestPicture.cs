using NetVips;

namespace Atelier.Studio.Browser.Tests;

/// <summary>A file for the studio.</summary>
/// <param name="Name">What the user calls it.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record TestPicture(string Name, byte[] Content)
{
    private const int Width = 240;

    /// <summary>A small copy of a sample, which the studio does not know yet.</summary>
    public static TestPicture Of(string sample, string name)
    {
        using var small = Image.Thumbnail(Checkout.Path("samples", "pictures", sample + ".jpg"), Width);
        return new(name, small.JpegsaveBuffer(q: 90));
    }

    /// <summary>Says that it is a picture, and is a program.</summary>
    public static TestPicture Hostile { get; } = new("holiday.jpg", "#!/bin/sh\nrm -rf ~\n"u8.ToArray());
}
