// What PayFiP said of an attempt, or was said in its name: never changed, never removed.
import { DataTypes, Model, type InferAttributes, type InferCreationAttributes, type Sequelize } from 'sequelize';
import type { PaymentDoor } from '../contract/states.ts';

export class PaymentAnswer extends Model<InferAttributes<PaymentAnswer>, InferCreationAttributes<PaymentAnswer>> {
  declare id: string;
  declare paymentId: string;
  declare door: PaymentDoor;
  declare kind: 'result' | 'fault' | 'outage';
  /** P, V, A, R, Z · P5, P1… · timeout, http, unreadable… */
  declare code: string;
  /** The fields received, as JSON; never a secret. */
  declare detail: string;
  declare at: Date;

  static define(sequelize: Sequelize): void {
    PaymentAnswer.init({
      id: { type: DataTypes.TEXT, primaryKey: true },
      paymentId: DataTypes.TEXT,
      door: DataTypes.TEXT,
      kind: DataTypes.TEXT,
      code: DataTypes.TEXT,
      detail: DataTypes.TEXT,
      at: DataTypes.DATE,
    }, { sequelize, tableName: 'payment_answers', timestamps: false });
  }
}
