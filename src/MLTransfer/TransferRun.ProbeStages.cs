using Microsoft.ML;
using MLTransfer.Training;

namespace MLTransfer;

internal sealed partial class TransferRun
{
    /// <summary>Loads, splits, and probes the stages on the training images.</summary>
    public StageProbeReport ProbeStages(
        Func<MLContext, IDataView> load, (double Validation, double Test, int Seed) shares, StageProbeOptions probe)
        => ProbeStages(LoadSplit(load, shares).Train, probe);

    /// <summary>Probes the stages on all images of a view.</summary>
    public StageProbeReport ProbeStages(IDataView images, StageProbeOptions probe)
    {
        probe.Validate();
        IDataView keyed = WithKeys(images);
        return Extract(TransferPhase.ProbeStages, report => new StageProber(ml, options, probe).Run(keyed, report));
    }

    /// <summary>From here on the cut is one of the backbone's.</summary>
    private void ChooseCut(IDataView keyedTrainingSet)
    {
        if (options.Cut == Cut.Auto)
            options = Extract(TransferPhase.ProbeStages, report => CutChoice.Make(ml, options, keyedTrainingSet, report));
    }
}
