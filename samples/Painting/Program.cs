using Atelier.Samples.Painting;
using Atelier.Samples.Painting.Scenes;
using SkiaSharp;

// Paints the pictures that come with Atelier: two to be stylized, four to take the style from. The same seed paints the same
// pictures. Run: dotnet run -c Release [FOLDER]
var folder = args is [var given, ..] ? given : "samples/pictures";
Directory.CreateDirectory(folder);
(string Name, Func<SKBitmap> Paint)[] pictures =
[
    ("bird", () => Bird.Paint(new(11))),
    ("town", () => Town.Paint(new(7))),
    ("swirls", () => Techniques.Swirls(Night.Paint(new(3)), new(3))),
    ("dots", () => Techniques.Dots(Harbor.Paint(new(5)), new(5))),
    ("woodcut", () => Techniques.Woodcut(Mountains.Paint(new(8)), new(8))),
    ("glass", () => Techniques.Glass(Garden.Paint(new(9)), new(9))),
];
foreach (var (name, paint) in pictures)
{
    using var picture = paint();
    using var jpeg = picture.Encode(SKEncodedImageFormat.Jpeg, 82);
    var path = Path.Combine(folder, name + ".jpg");
    using (var file = File.Create(path))
        jpeg.SaveTo(file);
    Console.WriteLine($"{path}: {picture.Width} x {picture.Height}, {jpeg.Size / 1024} KiB");
}
