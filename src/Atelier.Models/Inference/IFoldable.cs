namespace Atelier.Models;

/// <summary>A module with convolutions that batch norm follows.</summary>
internal interface IFoldable
{
    /// <summary>From now on, evaluation takes the batch norms as they are now for parts of the convolutions; training does not.</summary>
    void Fold();
}
