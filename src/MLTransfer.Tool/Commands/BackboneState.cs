namespace MLTransfer.Tool.Commands;

/// <summary>A backbone, and whether its weights are there.</summary>
/// <param name="Backbone">The backbone.</param>
/// <param name="Path">Where its weights are or would be; null where they come with the tool.</param>
/// <param name="Exists">Whether they are there.</param>
internal sealed record BackboneState(Backbone Backbone, string? Path, bool Exists)
{
    public static BackboneState Of(Backbone backbone)
    {
        string? path = WeightStore.Default.PathOf(backbone);
        return new BackboneState(backbone, path, path is null || File.Exists(path));
    }

    public string Describe() => Path is null ? "with the tool" : Exists ? Path : "not downloaded yet";

    public object ToJson()
    {
        BackboneInfo info = Backbone.Info;
        return new
        {
            Backbone.Name,
            info.Parameters,
            info.ParametersWithTop,
            info.MultiplyAdds,
            info.Features,
            info.InputHeight,
            info.InputWidth,
            info.License,
            info.Source,
            WeightsPath = Path,
            WeightsExist = Exists,
        };
    }
}
