namespace MLTransfer.Tests.Training;

/// <summary>Multinomial logistic regression again, written out in double and as plainly as can be: what the fast one is measured against.</summary>
internal sealed class DoubleSoftmax(IReadOnlyList<float[]> features, IReadOnlyList<int> labels, int classes)
{
    private int Length => features[0].Length;

    /// <summary>Mean cross-entropy.</summary>
    public double Loss(double[] parameters) => Enumerable.Range(0, features.Count).Average(i =>
    {
        double[] logits = Logits(parameters, features[i]);
        double max = logits.Max();
        return max + Math.Log(logits.Sum(l => Math.Exp(l - max))) - logits[labels[i]];
    });

    /// <summary>Mean cross-entropy plus l2 / 2 |W|^2.</summary>
    public double Value(double[] parameters, double l2) => Loss(parameters) + l2 / 2 * parameters.Take(classes * Length).Sum(w => w * w);

    public double[] Gradient(double[] parameters, double l2)
    {
        var gradient = new double[parameters.Length];
        for (int i = 0; i < features.Count; i++)
        {
            double[] p = Logits(parameters, features[i]);
            double max = p.Max(), sum = p.Sum(l => Math.Exp(l - max));
            for (int c = 0; c < classes; c++)
            {
                double error = (Math.Exp(p[c] - max) / sum - (labels[i] == c ? 1 : 0)) / features.Count;
                for (int k = 0; k < Length; k++)
                    gradient[c * Length + k] += error * features[i][k];
                gradient[classes * Length + c] += error;
            }
        }

        for (int k = 0; k < classes * Length; k++)
            gradient[k] += l2 * parameters[k];
        return gradient;
    }

    /// <summary>The minimum, by gradient descent with Nesterov's momentum, which starts anew where it goes uphill.</summary>
    public double[] Minimise(double l2, int steps = 20_000, double tolerance = 1e-7)
    {
        double[] point = new double[classes * (Length + 1)], ahead = [.. point];
        double rate = 1 / (l2 + .5 * (1 + features.Average(f => f.Sum(x => (double)x * x))));
        for (int step = 0, run = 0; step < steps; step++)
        {
            double[] gradient = Gradient(ahead, l2);
            if (gradient.Max(Math.Abs) < tolerance)
                return ahead;
            double[] next = [.. ahead.Zip(gradient, (x, g) => x - rate * g)];
            double uphill = gradient.Zip(next.Zip(point, (n, p) => n - p), (g, d) => g * d).Sum();
            run = uphill > 0 ? 0 : run + 1;
            double momentum = run / (run + 3.0);
            ahead = [.. next.Zip(point, (n, p) => n + momentum * (n - p))];
            point = next;
        }

        return point;
    }

    private double[] Logits(double[] parameters, float[] x)
    {
        var logits = new double[classes];
        for (int c = 0; c < classes; c++)
        {
            logits[c] = parameters[classes * Length + c];
            for (int k = 0; k < Length; k++)
                logits[c] += parameters[c * Length + k] * x[k];
        }

        return logits;
    }
}
