namespace Atelier.Architecture.Tests;

/// <summary>Where the boxes of the plan stand: in rows by how far they are from the ground, near to what they use.</summary>
/// <remarks>After Sugiyama, Tagawa and Toda, 1981: an arrow that passes a row holds a place in it, so that no box is crossed.</remarks>
internal sealed class PlanLayout
{
    private const int Sweeps = 40;
    private const int Attempts = 300;
    private const double BoxPitch = 244;
    private const double PassPitch = 150;

    private readonly Dictionary<Spot, double> _x = [];
    private readonly Dictionary<Spot, HashSet<Spot>> _neighbors = [];
    private readonly List<List<Spot>> _rows = [];

    /// <summary>The tidiest of many layouts: the fewest arrows that cross, and of those the shortest.</summary>
    /// <param name="references">Each project with those that it references.</param>
    public static PlanLayout Tidiest(IReadOnlyDictionary<string, string[]> references) =>
        Enumerable.Range(0, Attempts).Select(seed => new PlanLayout(references, new Random(seed))).MinBy(layout => (layout.Crossings, Math.Round(layout.Length)))!;

    private PlanLayout(IReadOnlyDictionary<string, string[]> references, Random order)
    {
        var levels = new Dictionary<string, int>();
        foreach (var name in references.Keys)
            Level(name, references, levels);
        for (var level = 0; level <= levels.Values.Max(); level++)
            _rows.Add([.. references.Keys.Where(name => levels[name] == level).Order(StringComparer.Ordinal).Select(name => new Spot(name, name, level))]);
        Arrows = [.. from name in references.Keys.Order(StringComparer.Ordinal) from used in Direct(name, references) select Thread(name, used, levels)];
        foreach (var row in _rows)
            Place(row, [.. row.Select(_ => order.NextDouble() * BoxPitch)]);
        for (var sweep = 0; sweep < Sweeps; sweep++)
            foreach (var row in sweep % 2 == 0 ? _rows : Enumerable.Reverse(_rows))
                Place(row, [.. row.Select(Wanted)]);
        var left = _x.Values.Min();
        foreach (var spot in _x.Keys)
            _x[spot] -= left;
    }

    /// <summary>A place in a row: a box, where both names are the same, or an arrow passing from one box to another.</summary>
    public readonly record struct Spot(string From, string To, int Row)
    {
        /// <summary>Whether it is a box.</summary>
        public bool IsBox => From == To;
    }

    /// <summary>Each arrow as the places that it goes through, from the user down to what it uses.</summary>
    public IReadOnlyList<Spot[]> Arrows { get; }

    /// <summary>The boxes.</summary>
    public IEnumerable<Spot> Boxes => _rows.SelectMany(row => row).Where(spot => spot.IsBox);

    /// <summary>Rows from the ground up.</summary>
    public int Rows => _rows.Count;

    /// <summary>The middle of a place, from 0 at the left.</summary>
    public double X(Spot spot) => _x[spot];

    /// <summary>The largest of them.</summary>
    public double Width => _x.Values.Max();

    private IEnumerable<(Spot Upper, Spot Lower)> Pieces => Arrows.SelectMany(arrow => arrow.Zip(arrow.Skip(1)));

    private double Length => Pieces.Sum(piece => Math.Abs(X(piece.Upper) - X(piece.Lower)));

    private int Crossings => Pieces.Sum(a => Pieces.Count(b =>
        a.Upper.Row == b.Upper.Row && (X(a.Upper) - X(b.Upper)) * (X(a.Lower) - X(b.Lower)) < 0)) / 2;

    private static int Level(string name, IReadOnlyDictionary<string, string[]> references, Dictionary<string, int> levels) =>
        levels.TryGetValue(name, out var level)
            ? level
            : levels[name] = references[name].Select(used => Level(used, references, levels) + 1).DefaultIfEmpty(0).Max();

    // What is used through nothing else: the other arrows follow from these.
    private static IEnumerable<string> Direct(string name, IReadOnlyDictionary<string, string[]> references) =>
        references[name].Where(used => !references[name].Any(other => Reaches(other, used, references))).Order(StringComparer.Ordinal);

    private static bool Reaches(string from, string to, IReadOnlyDictionary<string, string[]> references) =>
        references[from].Any(next => next == to || Reaches(next, to, references));

    private Spot[] Thread(string from, string to, Dictionary<string, int> levels)
    {
        var passes = Enumerable.Range(levels[to] + 1, levels[from] - levels[to] - 1).Reverse().Select(row => new Spot(from, to, row)).ToArray();
        foreach (var pass in passes)
            _rows[pass.Row].Add(pass);
        Spot[] arrow = [new(from, from, levels[from]), .. passes, new(to, to, levels[to])];
        foreach (var (upper, lower) in arrow.Zip(arrow.Skip(1)))
        {
            Neighbors(upper).Add(lower);
            Neighbors(lower).Add(upper);
        }
        return arrow;
    }

    private HashSet<Spot> Neighbors(Spot spot) => _neighbors.TryGetValue(spot, out var known) ? known : _neighbors[spot] = [];

    private double Wanted(Spot spot) => Neighbors(spot).Select(X).DefaultIfEmpty(_x[spot]).Average();

    // In the order of their wishes, no two nearer than they may be, and the row as a whole where it wants to be.
    private void Place(List<Spot> row, double[] wanted)
    {
        var order = row.Zip(wanted).OrderBy(spot => spot.Second).ToList();
        var at = new double[order.Count];
        for (var i = 1; i < at.Length; i++)
            at[i] = Math.Max(at[i - 1] + Pitch(order[i - 1].First, order[i].First), at[0] + order[i].Second - order[0].Second);
        var shift = order.Average(spot => spot.Second) - at.Average();
        foreach (var (spot, x) in order.Zip(at))
            _x[spot.First] = x + shift;
    }

    private static double Pitch(Spot left, Spot right) => left.IsBox && right.IsBox ? BoxPitch : PassPitch;
}
