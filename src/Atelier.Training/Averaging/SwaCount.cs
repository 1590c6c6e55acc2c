namespace Atelier.Training;

/// <summary>Which weights a stochastic weight average counts.</summary>
public enum SwaCount
{
    /// <summary>The weights at the end of the start epoch are the first model: as fastai's code does it.</summary>
    Library,

    /// <summary>The weights before the start epoch are the first model: as the paper's algorithm 1, and the lesson, print it.</summary>
    Paper,
}
