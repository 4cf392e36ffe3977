using Microsoft.ML;
using Microsoft.ML.Runtime;
using MLTransfer.Data;

namespace MLTransfer.Tests.Data;

public class CatalogEnvironmentTests
{
    [Fact]
    public void Messages_through_any_catalog_arrive_in_the_log_of_its_context()
    {
        var ml = new MLContext();
        var log = new List<string>();
        ml.Log += (_, e) =>
        {
            if (e.Kind is ChannelMessageKind.Info or ChannelMessageKind.Warning)
                log.Add($"{e.Source} {e.Kind} {e.RawMessage}");
        };
        ml.Data.GetEnvironment().Warn("data {0}");
        ml.Transforms.GetEnvironment().Info("transforms {");
        ml.Model.GetEnvironment().Info("model");
        ml.MulticlassClassification.GetEnvironment().Warn("task");
        ml.MulticlassClassification.Trainers.GetEnvironment().Info("trainers");
        Assert.Equal(
            ["MLTransfer Warning data {0}", "MLTransfer Info transforms {", "MLTransfer Info model", "MLTransfer Warning task", "MLTransfer Info trainers"], log);
    }

    [Fact]
    public void Where_the_environment_is_not_found_the_error_is_clear() =>
        Assert.Contains("Microsoft.ML", Assert.Throws<InvalidOperationException>(() => CatalogEnvironment.Read("no catalog")).Message);
}
