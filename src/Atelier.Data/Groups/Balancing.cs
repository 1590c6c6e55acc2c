namespace Atelier.Data;

/// <summary>How training treats groups of different sizes.</summary>
public enum Balancing
{
    /// <summary>No treatment: every image counts the same and is seen once per epoch.</summary>
    None,

    /// <summary>The loss is weighted so that class and attribute become independent: W(g,y) = n_y n_g / (n n_gy), for an image of class y with the attribute's value g (Kamiran and Calders 2012). Images without the attribute weigh 1.</summary>
    Reweigh,

    /// <summary>Every epoch draws the groups equally: the classes or, if the images have an attribute, each class with each of its values.</summary>
    Draw,
}
