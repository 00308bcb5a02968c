// A stream of receipts (canteen, water…), with its own PayFiP number once it may be paid on line.
import { DataTypes, Model, type CreationOptional, type InferAttributes, type InferCreationAttributes, type Sequelize } from 'sequelize';
import type { PayfipInterface, PayfipStage, RegieKind } from '../contract/states.ts';

export class Regie extends Model<InferAttributes<Regie>, InferCreationAttributes<Regie>> {
  declare id: string;
  declare code: string;
  declare name: string;
  /** Six digits, kept as text: « 006270 ». */
  declare numcli: CreationOptional<string | null>;
  declare kind: CreationOptional<RegieKind>;
  declare interface: CreationOptional<PayfipInterface>;
  declare stage: CreationOptional<PayfipStage>;
  declare allowsSeveral: CreationOptional<boolean>;
  declare minimumCents: CreationOptional<number>;
  /** An attempt that is not decided keeps its invoices to itself that long. */
  declare waitMinutes: CreationOptional<number>;
  /** Who alone may pay before production, one address a line: such a payment settles nothing. */
  declare trialEmails: CreationOptional<string>;
  /** The sentence that residents read; null: not suspended. */
  declare suspension: CreationOptional<string | null>;
  declare verifiedAt: CreationOptional<Date | null>;
  /** What PayFiP calls this client, one label a line. */
  declare verifiedLabels: CreationOptional<string | null>;
  declare cardActivatedAt: CreationOptional<Date | null>;
  declare debitActivatedAt: CreationOptional<Date | null>;
  declare createdAt: CreationOptional<Date>;
  declare updatedAt: CreationOptional<Date>;

  static define(sequelize: Sequelize): void {
    Regie.init({
      id: { type: DataTypes.TEXT, primaryKey: true },
      code: DataTypes.TEXT,
      name: DataTypes.TEXT,
      numcli: DataTypes.TEXT,
      kind: { type: DataTypes.TEXT, defaultValue: 'regie' },
      interface: { type: DataTypes.TEXT, defaultValue: 'service' },
      stage: { type: DataTypes.TEXT, defaultValue: 'closed' },
      allowsSeveral: { type: DataTypes.BOOLEAN, defaultValue: false },
      minimumCents: { type: DataTypes.INTEGER, defaultValue: 100 },
      waitMinutes: { type: DataTypes.INTEGER, defaultValue: 20 },
      trialEmails: { type: DataTypes.TEXT, defaultValue: '' },
      suspension: DataTypes.TEXT,
      verifiedAt: DataTypes.DATE,
      verifiedLabels: DataTypes.TEXT,
      cardActivatedAt: DataTypes.DATE,
      debitActivatedAt: DataTypes.DATE,
      createdAt: DataTypes.DATE,
      updatedAt: DataTypes.DATE,
    }, { sequelize, tableName: 'regies' });
  }
}
