using System;

namespace TrpoGpu.Tests.Environments;

/// <summary>
/// The classic environments a second time: Gymnasium's equations in plain double precision, with its
/// parameters by name. States are advanced in place.
/// </summary>
internal static class PlainFormulas
{
    public static (double Reward, bool Terminated) CartPole(double[] s, double action)
    {
        const double g = 9.8, cart = 1.0, pole = 0.1, half = 0.5, tau = 0.02;
        double force = action == 1.0 ? 10.0 : -10.0;
        double c = Math.Cos(s[2]);
        double n = Math.Sin(s[2]);
        double temp = (force + ((pole * half) * (s[3] * s[3]) * n)) / (pole + cart);
        double angular = ((g * n) - (c * temp)) / (half * ((4.0 / 3.0) - (pole * (c * c) / (pole + cart))));
        double linear = temp - ((pole * half) * angular * c / (pole + cart));
        (s[0], s[1], s[2], s[3]) =
            (s[0] + (tau * s[1]), s[1] + (tau * linear), s[2] + (tau * s[3]), s[3] + (tau * angular));
        double limit = 12 * 2 * Math.PI / 360;
        return (1.0, s[0] < -2.4 || s[0] > 2.4 || s[2] < -limit || s[2] > limit);
    }

    public static (double Reward, bool Terminated) Acrobot(double[] s, double action)
    {
        const double dt = 0.2;
        double torque = action - 1.0;
        double[] k1 = AcrobotRates(s, torque);
        double[] k2 = AcrobotRates(Along(s, dt / 2.0, k1), torque);
        double[] k3 = AcrobotRates(Along(s, dt / 2.0, k2), torque);
        double[] k4 = AcrobotRates(Along(s, dt, k3), torque);
        for (int i = 0; i < 4; i++)
        {
            s[i] += dt / 6.0 * (k1[i] + (2 * k2[i]) + (2 * k3[i]) + k4[i]);
        }

        for (int i = 0; i < 2; i++)
        {
            while (s[i] > Math.PI)
            {
                s[i] -= 2.0 * Math.PI;
            }

            while (s[i] < -Math.PI)
            {
                s[i] += 2.0 * Math.PI;
            }
        }

        s[2] = Math.Min(Math.Max(s[2], -4.0 * Math.PI), 4.0 * Math.PI);
        s[3] = Math.Min(Math.Max(s[3], -9.0 * Math.PI), 9.0 * Math.PI);
        bool up = -Math.Cos(s[0]) - Math.Cos(s[1] + s[0]) > 1.0;
        return (up ? 0.0 : -1.0, up);
    }

    public static (double Reward, bool Terminated) Pendulum(double[] s, double action)
    {
        const double g = 10.0, m = 1.0, l = 1.0, dt = 0.05;
        double u = Math.Clamp(action, -2.0, 2.0);
        double turned = (s[0] + Math.PI) % (2.0 * Math.PI);
        double normalized = (turned < 0.0 ? turned + (2.0 * Math.PI) : turned) - Math.PI;
        double cost = (normalized * normalized) + (0.1 * (s[1] * s[1])) + (0.001 * (u * u));
        double velocity = s[1] + (((3 * g / (2 * l) * Math.Sin(s[0])) + (3.0 / (m * l * l) * u)) * dt);
        s[1] = Math.Clamp(velocity, -8.0, 8.0);
        s[0] += s[1] * dt;
        return (-cost, false);
    }

    public static (double Reward, bool Terminated) MountainCar(double[] s, double action)
    {
        Drive(s, ((action - 1.0) * 0.001) + (Math.Cos(3 * s[0]) * -0.0025));
        return (-1.0, s[0] >= 0.5 && s[1] >= 0.0);
    }

    public static (double Reward, bool Terminated) MountainCarContinuous(double[] s, double action)
    {
        double force = Math.Min(Math.Max(action, -1.0), 1.0);
        Drive(s, (force * 0.0015) - (0.0025 * Math.Cos(3 * s[0])));
        bool reached = s[0] >= 0.45 && s[1] >= 0.0;
        return ((reached ? 100.0 : 0.0) - (action * action * 0.1), reached);
    }

    private static void Drive(double[] s, double acceleration)
    {
        s[1] = Math.Clamp(s[1] + acceleration, -0.07, 0.07);
        s[0] = Math.Clamp(s[0] + s[1], -1.2, 0.6);
        if (s[0] == -1.2 && s[1] < 0.0)
        {
            s[1] = 0.0;
        }
    }

    private static double[] Along(double[] s, double seconds, double[] rates) =>
    [
        s[0] + (seconds * rates[0]), s[1] + (seconds * rates[1]),
        s[2] + (seconds * rates[2]), s[3] + (seconds * rates[3]),
    ];

    private static double[] AcrobotRates(double[] s, double torque)
    {
        const double m1 = 1.0, m2 = 1.0, l1 = 1.0, lc1 = 0.5, lc2 = 0.5, i1 = 1.0, i2 = 1.0, g = 9.8;
        double d1 = (m1 * lc1 * lc1)
            + (m2 * ((l1 * l1) + (lc2 * lc2) + (2 * l1 * lc2 * Math.Cos(s[1])))) + i1 + i2;
        double d2 = (m2 * ((lc2 * lc2) + (l1 * lc2 * Math.Cos(s[1])))) + i2;
        double phi2 = m2 * lc2 * g * Math.Cos(s[0] + s[1] - (Math.PI / 2.0));
        double phi1 = (-m2 * l1 * lc2 * (s[3] * s[3]) * Math.Sin(s[1]))
            - (2 * m2 * l1 * lc2 * s[3] * s[2] * Math.Sin(s[1]))
            + (((m1 * lc1) + (m2 * l1)) * g * Math.Cos(s[0] - (Math.PI / 2.0)))
            + phi2;
        double spin = m2 * l1 * lc2 * (s[2] * s[2]) * Math.Sin(s[1]);
        double acceleration2 = (torque + (d2 / d1 * phi1) - spin - phi2)
            / ((m2 * lc2 * lc2) + i2 - (d2 * d2 / d1));
        double acceleration1 = -((d2 * acceleration2) + phi1) / d1;
        return [s[2], s[3], acceleration1, acceleration2];
    }
}
