namespace PictureRenderer.Objects;

/// <summary>A class of the picture set: one kind of thing, drawn a little differently each time.</summary>
internal interface IObject
{
    /// <summary>The label, and the name of its folder.</summary>
    string Name { get; }

    /// <summary>Draws one upright specimen within the box from -1 to 1. Every colour comes from the brush.</summary>
    void Draw(Brush brush, Dice dice);
}
