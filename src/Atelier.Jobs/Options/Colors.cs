namespace Atelier.Jobs;

/// <summary>Whose colors the result has.</summary>
public enum Colors
{
    /// <summary>The painting's.</summary>
    Painting,

    /// <summary>The photo's: only light and dark are painted.</summary>
    Photo,
}

/// <summary>What a job's image starts from.</summary>
public enum JobStart
{
    /// <summary>The photo.</summary>
    Content,

    /// <summary>Noise, from the seed.</summary>
    Noise,
}

/// <summary>What a reconstruction shows.</summary>
public enum Aspect
{
    /// <summary>What the picture shows.</summary>
    Content,

    /// <summary>Its texture.</summary>
    Style,
}
