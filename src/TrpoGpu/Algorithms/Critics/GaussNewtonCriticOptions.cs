namespace TrpoGpu.Algorithms.Critics;

/// <summary>Settings of the fit by Gauss-Newton steps.</summary>
/// <param name="Steps">Steps per fit.</param>
/// <param name="MaxIterations">Gauss-Newton products per step.</param>
/// <param name="Damping">The multiple of the identity added to the Gauss-Newton matrix.</param>
/// <param name="MaxRelativeChange">
/// The trust region: mean squared change of the values in one step, as the linear model predicts it, as a share of
/// twice the mean squared error.
/// </param>
/// <param name="MaxRows">
/// The most rows of a step; of a larger batch every step sees another random part, and so do the errors reported.
/// </param>
/// <param name="RowStride">
/// 1 averages the Gauss-Newton matrix over all rows of a step, k over one in k; null lets
/// <see cref="Solvers.CurvatureRows"/> decide.
/// </param>
public readonly record struct GaussNewtonCriticOptions(
    int Steps, int MaxIterations, float Damping, double MaxRelativeChange, int MaxRows = int.MaxValue,
    int? RowStride = 1);
