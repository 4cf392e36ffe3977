using MLTransfer.Training.FineTuning;

namespace MLTransfer.Training;

/// <summary>
/// Trains a linear head: multinomial logistic regression on standardised features. The strength of L2 regularisation is the one with
/// the lowest cross-entropy on the validation set, found from strong to weak, each start being the last solution.
/// </summary>
internal sealed class HeadTrainer(ImageTransferTrainer.Options options, int threads)
{
    /// <summary>The most epochs where the options do not say.</summary>
    public const int DefaultEpochs = 200;

    private const double Tolerance = 1e-4;

    // For the mean loss on standardised features; where there is no validation set to choose by, the middle.
    private static readonly double[] Strengths = [1, .3, .1, .03, .01, .003, .001, .0003, .0001];
    private const double DefaultStrength = .01;

    // The validation loss has one minimum along the strengths, but noise: look this far beyond it.
    private const int StrengthsBeyondBest = 2;

    /// <param name="train">The training set.</param>
    /// <param name="validation">The validation set, or null.</param>
    /// <param name="classes">The number of classes.</param>
    /// <returns>The head, for features that are not standardised, and the strength of its regularisation.</returns>
    public (LinearHead Head, double L2) Train(FeatureSet train, FeatureSet? validation, int classes)
    {
        Standardisation standardisation = Standardisation.Of(train);
        // The strength is chosen as every model is, by the images as they are: there each counts the same.
        SoftmaxObjective fit = Objective(train, options.BalanceClasses ? ClassWeights.Balanced(train.CountByClass(classes)) : null);
        SoftmaxObjective check = validation is null ? fit : Objective(validation, null);
        double[] strengths = options.L2Regularization is { } given ? [given] : validation is null ? [DefaultStrength] : Strengths;

        var current = new float[fit.ParameterCount];
        (float[] Parameters, double L2, double Loss, int Index) best = (current, strengths[0], double.PositiveInfinity, 0);
        for (int i = 0; i < strengths.Length && i <= best.Index + StrengthsBeyondBest; i++)
        {
            float[] found = Fit(fit, validation is null ? null : check, strengths[i], current);
            check.Measure(found);
            // Gradient descent with too long steps ends nowhere; no other strength may start from there.
            if (!double.IsFinite(check.Loss))
                continue;
            current = found;
            if (check.Loss < best.Loss)
                best = (current, strengths[i], check.Loss, i);
        }

        if (double.IsPositiveInfinity(best.Loss))
        {
            throw new TrainingDataException(options.LearningRate is { } rate
                ? $"Training does not converge with a LearningRate of {rate}. Use a smaller one, or leave it out."
                : "Training does not converge: the features are too large.");
        }

        int weights = best.Parameters.Length - classes;
        return (new LinearHead(best.Parameters[..weights], best.Parameters[weights..]).Before(standardisation), best.L2);

        SoftmaxObjective Objective(FeatureSet set, float[]? weights)
            => new([.. set.Features.Select(standardisation.Apply)], set.Labels, classes, threads, weights);
    }

    private float[] Fit(SoftmaxObjective fit, SoftmaxObjective? validation, double l2, float[] start)
    {
        int epoch = 0;
        var stopping = options.EarlyStoppingCriteria is { } criteria && validation is not null ? new EarlyStoppingWatch(criteria) : null;
        float[] last = options.LearningRate is null
            ? Lbfgs.Minimise(Evaluate, start, options.Epoch ?? DefaultEpochs, Tolerance, AfterEpoch)
            : GradientDescent.Minimise(fit, start, l2, options, AfterEpoch);
        return stopping?.Best ?? last;

        double Evaluate(float[] point, float[] gradient)
        {
            // One step of the solver may take many passes.
            options.CancellationToken.ThrowIfCancellationRequested();
            return fit.Evaluate(point, l2, gradient);
        }

        bool AfterEpoch(float[] point)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            epoch++;
            if (stopping is null && options.MetricsCallback is null)
                return true;
            if (options.LearningRate is not null)
                fit.Measure(point);
            validation?.Measure(point);
            options.MetricsCallback?.Invoke(new ImageTransferMetrics(
                epoch, l2, fit.Loss, options.TestOnTrainSet ? fit.Accuracy : null, validation?.Loss, validation?.Accuracy));
            return stopping?.Continues(point, validation!) ?? true;
        }
    }
}
