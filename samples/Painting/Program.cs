using Atelier.Samples.Painting;
using SkiaSharp;

// Paints the pictures that come with Atelier: two to be stylised, four to take the style from. The same seed paints the same
// pictures. Run: dotnet run -c Release [FOLDER]
var folder = args is [var given, ..] ? given : "samples/pictures";
Directory.CreateDirectory(folder);
(string Name, Func<SKBitmap> Paint)[] pictures =
[
    ("bird", () => Scenes.Bird(new(11))),
    ("town", () => Scenes.Town(new(7))),
    ("swirls", () => Techniques.Swirls(Scenes.Night(new(3)), new(3))),
    ("dots", () => Techniques.Dots(Scenes.Harbour(new(5)), new(5))),
    ("woodcut", () => Techniques.Woodcut(Scenes.Mountains(new(8)), new(8))),
    ("glass", () => Techniques.Glass(Scenes.Garden(new(9)), new(9))),
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
